"""A worker that crashes and hangs when it is told to, for the test of the harness itself."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

for line in sys.stdin:
    wish = Path(json.loads(line)).read_bytes()
    if wish == b"crash":
        os.abort()
    if wish == b"hang":
        time.sleep(1000)
    print(json.dumps({"told": "records", "message": "", "seconds": 0}), flush=True)

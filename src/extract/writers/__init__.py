"""Writers: article records to files, each written whole or not at all."""

from __future__ import annotations

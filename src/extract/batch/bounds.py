"""Bounds on what the process that extracts an article may take (where the system has them: Linux, other Unix)."""

from __future__ import annotations

import os
import sys
import time

# A process that nobody ends, for who would is gone, ends by itself after so many times the time of an article.
_SPARE_TIMES, _SPARE_SECONDS = 2, 60


def bound_memory(megabytes: int) -> None:
    """Let the process have so much more memory than now; beyond that it gets a MemoryError."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as handle:
        now = int(handle.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + (megabytes << 20)
    # Only the soft limit: a PDF that is read in a process of its own has a limit of its own.
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def bound_processor(seconds: float) -> None:
    """End the process when it works far longer than ``seconds`` from now on."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time() + _SPARE_TIMES * seconds + _SPARE_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))

"""Many articles: which of them are to be done, in which processes, and what has been done."""

from __future__ import annotations

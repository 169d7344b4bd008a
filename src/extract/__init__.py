"""Structured trial records from clinical review articles, every value with its source span."""

from __future__ import annotations

__version__ = "0.1.0"

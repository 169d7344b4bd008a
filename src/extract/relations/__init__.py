"""Relations: which study a sentence speaks of, and what endpoint, arm and timepoint a value has."""

from __future__ import annotations

"""Records: from drafts with their mentions to the trial records of the annotation guide."""

from __future__ import annotations

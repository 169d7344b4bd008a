"""Annotation: gold files checked against the guide and the article, and started from a prediction.

Public verbs: ``check_file`` (what is wrong with one gold file), ``start`` (a gold file from a prediction).
"""

from __future__ import annotations

from extract.annotation.check import check_file
from extract.annotation.faults import Finding, Level
from extract.annotation.start import Start, empty, fitting, start

__all__ = ["Finding", "Level", "Start", "check_file", "empty", "fitting", "start"]

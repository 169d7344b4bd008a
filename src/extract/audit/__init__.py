"""Where a review contradicts itself: rules over an extracted article, each with findings a curator can check."""

from __future__ import annotations

from extract.audit.finding import Finding, Place, Severity, Slip
from extract.audit.paper import Paper
from extract.audit.rules import RULES, Rule, audit

__all__ = ["RULES", "Finding", "Paper", "Place", "Rule", "Severity", "Slip", "audit"]

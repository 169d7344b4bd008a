"""Sections: headed stretches of a document with a canonical kind, and their sentences."""

from __future__ import annotations

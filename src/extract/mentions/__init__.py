"""Mentions: everything recognised in the text, each with its span, typed value and rule."""

from __future__ import annotations

"""Errors that a user can act on; the command line prints each as one line."""

from __future__ import annotations


class ExtractError(Exception):
    """The base of every error that this package raises on purpose."""


class ReadError(ExtractError):
    """A file cannot be read as an article; the message names the file and the cause."""


class UsageError(ExtractError):
    """A call that cannot be right, such as a missing path; the command line exits with 2."""

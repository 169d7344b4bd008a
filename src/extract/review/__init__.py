"""Review: predictions that people check; their decisions, kept in a database, and what comes out of them.

The state of an article is its predictions with the log of decisions played over them; nothing in the log is
ever changed or deleted. ``service.Service`` is the whole of it for a caller such as the web application.
"""

from __future__ import annotations

import importlib

from extract.errors import UsageError

DATABASE_FILE = "review.sqlite"
"""The database in an outputs folder."""
_NEEDED = ("sqlalchemy", "alembic", "PIL")


def require(*more: str) -> None:
    """Raise UsageError where a package of the workbench is missing; ``more`` are modules that the caller needs."""
    for name in (*_NEEDED, *more):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise UsageError(f"the workbench needs {name} ({error}): pip install 'trial-extract[review]'") from error

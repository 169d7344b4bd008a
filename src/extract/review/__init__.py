"""Review: predictions that people check; their decisions, kept in a database, and what comes out of them.

The state of an article is its predictions with the log of decisions played over them; nothing in the log is
ever changed or deleted. ``service.Service`` is the whole of it for a caller such as the web application.
"""

from __future__ import annotations

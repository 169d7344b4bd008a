"""The database of decisions: SQLite beside the outputs, or a server that a team shares.

Its tables are made and brought up to date by the migrations when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from extract.errors import ExtractError, UsageError
from extract.review import DATABASE_FILE

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT = 15.0
# The number of the lock that keeps two programs from migrating one server, or taking up a run, at once.
_LOCK = 4_711_007


class Store:
    """An open database; ``reading`` and ``writing`` give sessions, of which a writing one is the only one."""

    def __init__(self, url: URL) -> None:
        """Open the database and bring its tables up to date. Raises ExtractError in one line."""
        self.url = url
        self._engine = _engine(url)
        # A transaction that will write says so at its start: one that reads first cannot wait for another to end.
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        try:
            with self._writer.begin() as connection:
                _migrate(connection)
        except DBAPIError as error:
            raise ExtractError(f"{self.name}: cannot be opened ({_first_line(error)})") from error

    @property
    def name(self) -> str:
        """The database as a person may see it: a file, or a URL without its password."""
        file = self.url.database if self.url.get_backend_name() == "sqlite" else None
        return file or self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database. Raises ExtractError in one line, as ``writing`` does."""
        with self._told(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept at its end, or none of them."""
        with self._told(), Session(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise ExtractError(f"{self.name}: nothing was kept ({_first_line(error)})") from error

    def alone(self, session: Session) -> None:
        """Wait until no other writing session is ``alone``; a server lets several write at once."""
        _lock_server(session.connection())

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def url_of(database: str | None, outputs: Path) -> URL:
    """The database that a user names, else the file beside the outputs. Raises UsageError for what is none."""
    if database is None:
        return URL.create("sqlite", database=str(outputs / DATABASE_FILE))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise UsageError("the database is no URL such as postgresql://user@host/name") from error
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"{backend}: the database has to be postgresql or sqlite")
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url)
    except (ImportError, NoSuchModuleError) as error:
        raise UsageError(
            f"a PostgreSQL server needs psycopg ({error}): pip install 'trial-extract[postgresql]'"
        ) from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, _: object) -> None:
    """Leave transactions to us, let readers read while somebody writes, and wait for a writer."""
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={int(_WAIT * 1000)}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    _lock_server(connection)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ExtractError(f"the database was made by a newer trial-extract ({error})") from error


def _lock_server(connection: Connection) -> None:
    """Wait for the one lock of a server, held to the end of the transaction; a file has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _first_line(error: DBAPIError) -> str:
    return str(error.orig or error).strip().splitlines()[0]

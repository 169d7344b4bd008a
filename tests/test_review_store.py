"""The database of the workbench: its migrations, and a real PostgreSQL server where the machine has one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extract.errors import ExtractError, UsageError
from reviewed import Curator, decision, many, two_trials, write

pytest.importorskip("sqlalchemy")

import sqlalchemy

from extract.review.service import Service
from extract.review.store import Store, url_of
from extract.review.store.models import Table


def _upgraded(path: Path, revision: str) -> None:
    """Make a database as an earlier version left it."""
    from alembic import command
    from alembic.config import Config

    import extract.review.store as store

    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def _differences(engine: sqlalchemy.Engine) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Table.metadata)


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    Store(url_of(None, tmp_path)).close()
    assert _differences(sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'review.sqlite'}")) == []


def test_a_database_of_an_earlier_version_is_brought_up_to_date_with_its_decisions(tmp_path: Path) -> None:
    write(tmp_path, two_trials())
    _upgraded(tmp_path / "review.sqlite", "0001")
    with sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'review.sqlite'}").begin() as connection:
        connection.execute(
            sqlalchemy.text(
                "INSERT INTO decisions VALUES ('a', 1, 'ann', '2026-01-02 03:04:05', 'reject', "
                "'[\"threefour\"]', '{}', '{\"threefour\": {\"status\": \"rejected\"}}', '', NULL)"
            )
        )
    ann = Curator(Service(tmp_path))
    assert (ann.view.version, ann.view.trials[1].status) == (1, "rejected")
    assert str(ann.view.decisions[0].when) == "2026-01-02 03:04:05+00:00"
    assert _differences(sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'review.sqlite'}")) == []


def test_a_database_of_a_later_version_is_told(tmp_path: Path) -> None:
    Store(url_of(None, tmp_path)).close()
    with sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'review.sqlite'}").begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ExtractError, match="newer trial-extract"):
        Store(url_of(None, tmp_path))


def test_a_url_of_postgresql_gets_the_driver_that_the_extra_has(tmp_path: Path) -> None:
    url = url_of("postgresql://me:secret@host/reviews", tmp_path)
    assert url.drivername == "postgresql+psycopg"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty database of a PostgreSQL server that lives as long as these tests."""
    pytest.importorskip("psycopg")
    programs = [shutil.which(name) for name in ("initdb", "pg_ctl")]
    if not all(programs):
        pytest.skip("no PostgreSQL server on this machine (initdb and pg_ctl)")
    folder = tmp_path_factory.mktemp("postgresql")
    # The server refuses to be root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
        for parent in folder.parents[:2]:
            parent.chmod(parent.stat().st_mode | 0o055)
    port = _free_port()
    given = f"-p {port} -k {folder} -h 127.0.0.1"
    initdb, pg_ctl = map(str, programs)
    _run([initdb, "-D", str(folder / "data"), "-U", "curator", "-A", "trust", "-E", "UTF8", "--no-sync"], folder, user)
    _run([pg_ctl, "-D", str(folder / "data"), "-o", given, "-l", str(folder / "log"), "-w", "start"], folder, user)
    try:
        yield f"postgresql://curator@127.0.0.1:{port}/postgres"
    finally:
        _run([pg_ctl, "-D", str(folder / "data"), "-m", "immediate", "stop"], folder, user)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _run(command: list[str], folder: Path, user: str | None) -> None:
    with (folder / "out").open("ab") as out:
        done = subprocess.run(command, cwd=folder, user=user, stdout=out, stderr=out, check=False, timeout=60)
    assert done.returncode == 0, (folder / "out").read_text()


@pytest.fixture
def database(server: str) -> str:
    """The server's database, emptied."""
    engine = sqlalchemy.create_engine(url_of(server, Path()))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("DROP SCHEMA public CASCADE"))
        connection.execute(sqlalchemy.text("CREATE SCHEMA public"))
    engine.dispose()
    return server


def test_a_server_has_the_same_tables(database: str, tmp_path: Path) -> None:
    Store(url_of(database, tmp_path)).close()
    assert _differences(sqlalchemy.create_engine(url_of(database, tmp_path))) == []


def test_a_team_decides_on_a_server(database: str, tmp_path: Path) -> None:
    write(tmp_path, two_trials())
    ann, bob = (Curator(Service(tmp_path, database), who) for who in ("ann", "bob"))
    ann.decide("accept", ann.trial("ONE-TWO").id)
    outcome = bob.decide("correct", bob.value("ONE-TWO", "enrolled").key, value=121)
    assert [conflict.theirs.who for conflict in outcome.conflicts] == ["ann"]
    ann.undo()
    bob.look()
    bob.decide("correct", bob.value("ONE-TWO", "enrolled").key, value=121)
    trials = two_trials()
    trials[0].enrolled = 122
    write(tmp_path, trials)
    assert [(change.was, change.now) for change in bob.look().changes] == [("120", "122")]
    (row,) = ann.service.queue(search="one-TWO", field="enrolled")
    assert (row.values, row.checked, row.changed) == (1, 1, 1)
    assert not (tmp_path / "review.sqlite").exists()
    ann.service.close()
    bob.service.close()


def test_programs_that_start_at_once_on_a_server_take_up_each_article_once(database: str, tmp_path: Path) -> None:
    many(tmp_path, 12, 60)
    ready = threading.Barrier(3)

    def work(_: int) -> int:
        ready.wait()
        service = Service(tmp_path, database)
        found = len(service.queue())
        service.close()
        return found

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(work, range(3))) == [12, 12, 12]


def test_many_at_once_on_a_server_lose_no_decision(database: str, tmp_path: Path) -> None:
    write(tmp_path, two_trials())
    names = [f"N{n}" for n in range(18)]
    opened = [Service(tmp_path, database) for _ in range(3)]

    def work(n: int) -> None:
        for name in names[n::3]:
            opened[n].decide("a", 0, name, [decision("add", "threefour", field="names", value=name)])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    view = opened[0].article("a")
    assert {v.value for v in view.trials[1].fields if v.field == "names"} == {"THREE-FOUR", *names}
    for service in opened:
        service.close()


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    write(tmp_path, two_trials())
    with pytest.raises(ExtractError) as told:
        Service(tmp_path, f"postgresql://me:secret@127.0.0.1:{_free_port()}/reviews?connect_timeout=2")
    assert "cannot be opened" in str(told.value)
    assert "secret" not in str(told.value)
    assert not isinstance(told.value, UsageError)

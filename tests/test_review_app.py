"""The workbench over HTTP: who is let in, what is refused, and that nothing but the service is served."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reviewed import two_trials, write

pytest.importorskip("sqlalchemy")
pytest.importorskip("starlette")

from starlette.testclient import TestClient

from extract.review.app import make_app
from extract.review.security import HEADER, LARGEST, Door
from extract.review.service import Service

if TYPE_CHECKING:
    from conftest import Called

DOOR = Door(8123, token="a-token")
ROOT = "http://127.0.0.1:8123"
OURS = {"origin": ROOT, HEADER: "1", "content-type": "application/json"}
ACCEPT = '{"seen": 0, "decisions": [{"kind": "accept", "keys": ["%s"]}]}'


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    write(tmp_path / "out", two_trials())
    (tmp_path / "secret.txt").write_text("not for anybody", encoding="utf-8")
    opened = Service(tmp_path / "out")
    yield opened
    opened.close()


@pytest.fixture
def stranger(service: Service) -> TestClient:
    """A client without the cookie."""
    return TestClient(make_app(service, DOOR, "ann"), base_url=ROOT, follow_redirects=False)


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """A client that was let in."""
    stranger.get("/?token=a-token")
    return stranger


def _post(client: TestClient, name: str = "decisions", body: str = "", **headers: Any) -> Any:
    return client.post(f"/api/articles/a/{name}", content=body or '{"seen": 0}', headers={**OURS, **headers})


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_have(stranger: TestClient) -> None:
    answer = stranger.get("/?token=a-token")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/queue", "/api/articles/a", "/static/review.css", "/?token=wrong"])
def test_nothing_is_told_without_the_token(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert "ONE-TWO" not in answer.text
    assert "set-cookie" not in answer.headers


def test_the_token_is_taken_at_the_front_door_only(stranger: TestClient) -> None:
    assert stranger.get("/api/queue?token=a-token").status_code == 403
    assert stranger.post("/?token=a-token", headers=OURS).status_code == 403


@pytest.mark.parametrize("host", ["evil.example:8123", "127.0.0.1:9", "127.0.0.1", "localhost.evil.example:8123"])
def test_another_name_of_the_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/queue", headers={"host": host}).status_code == 403
    assert client.get("/?token=a-token", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"content-type": "text/plain"},
    ],
    ids=str,
)
def test_a_write_of_another_site_changes_nothing(client: TestClient, service: Service, wrong: dict[str, str]) -> None:
    key = service.article("a").trials[0].id
    assert _post(client, body=ACCEPT % key, **wrong).status_code == 403
    without = {name: value for name, value in OURS.items() if name != HEADER}
    assert client.post("/api/articles/a/decisions", content=ACCEPT % key, headers=without).status_code == 403
    assert service.article("a").version == 0


def test_decisions_undo_and_redo(client: TestClient, service: Service) -> None:
    key = service.article("a").trials[0].fields[0].key
    answer = _post(client, body=ACCEPT % key).json()
    assert answer["article"]["trials"][0]["fields"][0]["status"] == "accepted"
    assert "text" not in answer["article"], "what a decision cannot change is not sent again"
    assert _post(client, "undo", '{"seen": 1}').json()["article"]["trials"][0]["fields"][0]["status"] == "open"
    assert _post(client, "redo", '{"seen": 2}').json()["version"] == 3
    assert [entry.who for entry in service.article("a").decisions] == ["ann"] * 3


def test_a_conflict_tells_both_values(client: TestClient, service: Service) -> None:
    key = service.article("a").trials[0].fields[-1].key
    correct = {"seen": 0, "decisions": [{"kind": "correct", "keys": [key], "value": "omega"}]}
    assert _post(client, body=json.dumps(correct)).status_code == 200
    correct["decisions"][0]["value"] = "sigma"  # type: ignore[index]
    answer = _post(client, body=json.dumps(correct))
    assert answer.status_code == 409
    (conflict,) = answer.json()["conflicts"]
    assert conflict["decision"]["value"] == "sigma"
    assert conflict["theirs"]["after"][key]["value"] == "omega"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{", "JSON"),
        ("[]", "object"),
        ('{"seen": 99}', "no version 99"),
        ('{"seen": 0, "decisions": [{"kind": "accept", "keys": ["nothing/here"]}]}', "no such value"),
        ('{"seen": 0, "decisions": [{"kind": "format-disk"}]}', "kind"),
    ],
)
def test_a_senseless_request_is_answered_in_a_line(client: TestClient, body: str, why: str) -> None:
    answer = _post(client, body=body)
    assert answer.status_code == 400
    assert why.lower() in answer.json()["error"].lower()


def test_a_body_without_end_is_refused(client: TestClient, service: Service) -> None:
    assert _post(client, body=" " * (LARGEST + 1)).status_code == 413
    pieces = (b" " * 100_000 for _ in range(LARGEST // 100_000 + 2))
    assert client.post("/api/articles/a/decisions", content=pieces, headers=OURS).status_code == 413
    assert service.article("a").version == 0


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/api/articles/..%2fsecret",
        "/api/articles/%2e%2e%2fsecret.txt",
        "/api/articles/../secret.txt",
        "/api/articles/a.json",
        "/api/articles/a/pages/1.png",
        "/secret.txt",
        "/a.json",
        "/api/articles/nul%00",
    ],
)
def test_no_file_can_be_fetched_by_its_path(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert "not for anybody" not in answer.text
    assert "make_app" not in answer.text


def test_every_answer_forbids_scripts_of_others(client: TestClient) -> None:
    for path in ("/", "/api/queue", "/static/js/main.js", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_the_page_has_no_inline_script_or_style(client: TestClient) -> None:
    page = client.get("/").text
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/') == 1
    assert "http:" not in page + "".join(file.read_text("utf-8") for file in _front_end()).replace(
        "http://www.w3.org/2000/svg", ""
    )


def test_the_front_end_reads_no_markup() -> None:
    words = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser", "srcdoc")
    assert [(file.name, word) for file in _front_end() for word in words if word in file.read_text("utf-8")] == []


def _front_end() -> list[Path]:
    import extract.review.app as app

    return sorted(app.STATIC.glob("js/*.js"))


def test_the_command_serves_and_stops(tmp_path: Path) -> None:
    write(tmp_path / "out", two_trials())
    command = [sys.executable, "-m", "extract", "review", str(tmp_path / "out"), "--no-open", "--as", "bea"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        assert b"trial-extract" in opener.open(address).read()
        assert json.load(opener.open(address.split("?")[0] + "api/me")) == {"who": "bea"}
        running.send_signal(2)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 0
    assert out == ""
    assert "Traceback" not in err


def test_a_users_mistakes_are_told_in_a_line(call: Any, tmp_path: Path) -> None:
    missing: Called = call("review", tmp_path / "nowhere")
    assert (missing.code, missing.err) == (2, f"trial-extract: {tmp_path / 'nowhere'}: no such folder\n")
    (tmp_path / "out").mkdir()
    taken: Called = call("review", tmp_path / "out", "--host", "203.0.113.1")
    assert taken.code == 2
    assert "cannot be listened on" in taken.err
    assert "unencrypted" in taken.err

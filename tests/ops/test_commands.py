"""The commands beside ``up``, on a server of the operator's own: what they do, and one sentence when they cannot."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.harness import environment
from tests.harness.cluster import TEMPLATE
from tests.ops.desk_process import START_PATIENCE, free_port, wait_until
from tests.ops.own_server import OwnServer

pytestmark = pytest.mark.ops

PATIENCE = 240.0
"""Seconds for one command: all migrations, one by one, on a machine that is busy."""
KEY = "for-tests-only-for-tests-only-for-tests-only"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[OwnServer]:
    made = OwnServer(request.config.cache.mkdir("moondesk"))
    yield made
    made.remove()


class Commands:
    """Runs ``moondesk`` with an environment of its own."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.environment = environment.outside() | {
            "MOONDESK_DATA_DIR": str(folder / "data"),
            "MOONDESK_SECRET_KEY": KEY,
            **variables,
        }

    def run(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "moondesk", *arguments]
        return subprocess.run(
            command, env=self.environment | variables, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def succeed(self, *arguments: str, **variables: str) -> str:
        done = self.run(*arguments, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuse(self, *arguments: str, **variables: str) -> str:
        """Return the one sentence."""
        done = self.run(*arguments, **variables)
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stderr


@pytest.fixture
def commands(server: OwnServer, tmp_path: Path) -> Commands:
    return Commands(tmp_path, DATABASE_URL=server.url("moondesk_app"))


def _tables(server: OwnServer, database: str = TEMPLATE) -> list[str]:
    """Return what a database is made of. Casts are left out: PostgreSQL writes those of lists in two ways."""
    dump = [server.cluster.programs.folder / "pg_dump", "--schema-only", "--restrict-key=x"]
    made = subprocess.run([*dump, server.url("postgres", database)], capture_output=True, text=True, check=True).stdout
    lines = [line for line in made.splitlines() if line and not line.startswith("--")]
    return sorted(re.sub(r"::character varying|::text(\[\])?|[()]", "", line) for line in lines)


def test_a_new_database_from_nothing_to_a_token_and_back(server: OwnServer, commands: Commands) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as superuser:
        superuser.execute("CREATE DATABASE fresh OWNER moondesk_owner ENCODING 'UTF8' TEMPLATE template0")
    commands.environment["DATABASE_URL"] = server.url("moondesk_app", "fresh")
    owner = {"DATABASE_OWNER_URL": server.url("moondesk_owner", "fresh")}
    assert re.search("permission denied|no tables yet", commands.refuse("check"))
    assert re.fullmatch(r"\d+ migrations applied\.\n", commands.succeed("migrate", **owner))
    assert _tables(server, "fresh") == _tables(server), "an embedded database begins with the same tables (tables.sql)"
    assert commands.succeed("check") == "Settings, database, role and migrations are in order.\n"
    signs = dict(line.split() for line in commands.succeed("demo", "load").splitlines())
    assert len(signs) == 10
    assert len({*signs.values(), "moondesk-demo"}) == 11, "random passwords"
    assert "there already" in commands.succeed("demo", "load")
    token = commands.succeed("token", "create", "--organization", "acme", "--email", "agent@acme.test")
    assert re.fullmatch(r"mdk_\S+\n", token), "the token alone"
    quota = ("files", "quota", "--organization", "acme", "--megabytes", "500")
    assert re.fullmatch(r"acme keeps \d.* kB of 500 MB\.\n", commands.succeed(*quota))
    commands.succeed("demo", "remove")
    assert "no such organization" in commands.refuse(
        "token", "create", "--organization", "acme", "--email", "agent@acme.test"
    )


def test_migrations_that_are_missing_are_said(server: OwnServer, commands: Commands) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as superuser:
        superuser.execute("CREATE DATABASE older TEMPLATE moondesk OWNER moondesk_owner")
    with psycopg.connect(server.url("postgres", "older"), autocommit=True) as superuser:
        superuser.execute("GRANT CONNECT, TEMPORARY ON DATABASE older TO moondesk_app")
        superuser.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    said = commands.refuse("check", DATABASE_URL=server.url("moondesk_app", "older"))
    assert "lacks 1 migration" in said
    assert "moondesk migrate" in said


@pytest.mark.parametrize(
    "command",
    [["check"], ["web"], ["worker"], ["token", "create", "--organization", "acme", "--email", "a@acme.test"]],
    ids=" ".join,
)
def test_a_database_that_cannot_be_reached(commands: Commands, command: list[str]) -> None:
    if command == ["web"]:
        command = [*command, "--port", str(free_port())]
    said = commands.refuse(*command, DATABASE_URL="postgresql://moondesk_app@127.0.0.1:1/moondesk")
    assert "cannot be reached" in said
    assert "refused" in said
    assert "Check DATABASE_URL" in said


@pytest.mark.parametrize(
    ("part", "role", "why"),
    [("web", "moondesk_owner", "owns the tables"), ("worker", "postgres", "may bypass"), ("mail", "postgres", "may")],
)
def test_a_role_that_could_get_round_the_fences(
    server: OwnServer, commands: Commands, part: str, role: str, why: str
) -> None:
    port = [] if part == "worker" else ["--port", str(free_port())]
    said = commands.refuse(part, *port, DATABASE_URL=server.url(role))
    assert f"role {role} {why}" in said
    assert "ordinary role in DATABASE_URL" in said


def test_what_is_missing_or_cannot_be_read(commands: Commands) -> None:
    assert "DATABASE_OWNER_URL is missing" in commands.refuse("migrate")
    assert "no database to work with" in commands.refuse("check", DATABASE_URL="")
    assert "cannot be read" in commands.refuse("worker", MOONDESK_SECRET_KEY_FILE="/does/not/exist")
    assert "on PostgreSQL only" in commands.refuse("check", DATABASE_URL="mysql://somebody@somewhere/else")


def test_the_web_says_that_its_port_is_taken(commands: Commands) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"Port {port}" in commands.refuse("web", "--port", port)


def test_the_parts_run_apart(commands: Commands, tmp_path: Path) -> None:
    port, smtp_port = free_port(), free_port()
    parts = (["web", "--port", str(port)], ["worker"], ["mail", "--port", str(smtp_port)])
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "moondesk", *part], env=commands.environment, cwd=tmp_path,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for part in parts
    ]  # fmt: skip

    def ready() -> bool:
        assert all(part.poll() is None for part in started)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    try:
        wait_until(ready, START_PATIENCE, "web and worker are ready")
    finally:
        for part in started:
            part.send_signal(signal.SIGTERM)
        codes = [part.wait(60) for part in started]
    assert codes[1:] == [0, 0]
    assert codes[0] in (0, -signal.SIGTERM), "uvicorn leaves by the signal it got"

"""A real PgBouncer in transaction mode with one single connection, between Django and the test's database."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from moondesk.supervision.postgres.identity import choose_identity
from moondesk.supervision.spawning import spawn
from tests.harness import environment
from tests.harness.running import free_port

_CONFIG = """
[databases]
* = host={socket} user=moondesk_app
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
max_client_conn = 100
ignore_startup_parameters = extra_float_digits
logfile = {folder}/pgbouncer.log
"""


@pytest.fixture(scope="session")
def pooler(django_db_setup: None) -> Iterator[int]:
    """The port of the pooler; without Debian's ``pgbouncer`` the tests that ask for it are skipped."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("missing server: pgbouncer is not installed (Debian: pgbouncer)")
    folder = environment.folder() / f"pooler-{environment.database_name()}"
    folder.mkdir(mode=0o755)
    identity = choose_identity()
    identity.own(folder)
    port = free_port()
    (folder / "pgbouncer.ini").write_text(
        _CONFIG.format(socket=environment.folder() / "socket", port=port, folder=folder)
    )
    command = [program, str(folder / "pgbouncer.ini")]
    process = spawn(command, environment=dict(os.environ), log=folder / "out", become=identity.become)
    try:
        _wait(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def address(port: int) -> str:
    """Return the address of the test's database through the pooler."""
    return f"postgresql://moondesk_app@127.0.0.1:{port}/{environment.database_name()}"


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(address(port)).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="module")
def through_pooler(pooler: int) -> Iterator[None]:
    """Django's connection goes through the pooler, as the settings make it when ``DATABASE_DIRECT_URL`` is given."""
    from django.db import connection

    connection.close()
    before: dict[str, Any] = connection.settings_dict
    options = {key: value for key, value in before["OPTIONS"].items() if key != "pool"}
    connection.settings_dict = {
        **before,
        "HOST": "127.0.0.1",
        "PORT": str(pooler),
        "OPTIONS": options | {"prepare_threshold": None},
    }
    yield
    connection.close()
    connection.settings_dict = before

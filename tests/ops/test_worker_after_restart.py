"""The database is restarted under a worker at work: what it had in hand is done again, once, and later jobs run."""

import re
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ops.busy import Busy
from tests.ops.desk_process import DeskProcess, wait_until
from tests.ops.own_server import OwnServer

pytestmark = [pytest.mark.ops, pytest.mark.xdist_group("ops")]


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[OwnServer]:
    made = OwnServer(request.config.cache.mkdir("moondesk"))
    yield made
    made.remove()


@pytest.fixture
def desk(server: OwnServer, tmp_path: Path) -> Iterator[DeskProcess]:
    made = DeskProcess(tmp_path / "data", None, **server.environment())
    made.open("--demo")
    yield made
    made.kill_everything()


def _secret(desk: DeskProcess) -> str:
    command = [*desk.command, "token", "create", "--organization", "acme", "--email", "owner@acme.test"]
    made = subprocess.run(
        [*command, "--data-dir", str(desk.data)], env=desk.environment, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"mdk_\S+\n", made.stdout), "the token alone"
    return made.stdout.strip()


def _mails_to(desk: DeskProcess, address: str) -> int:
    return sum(address.encode() in path.read_bytes() for path in (desk.data / "mail").rglob("*.eml"))


def test_jobs_in_hand_are_done_again_once_and_later_ones_run(desk: DeskProcess, server: OwnServer) -> None:
    busy = Busy(desk, _secret(desk))

    def write_in(email: str) -> None:
        new = {"subject": "Restart", "description": "x", "requester": {"email": email}}
        key = {"Authorization": f"Bearer {busy.token}", "Idempotency_Key": uuid.uuid4().hex}
        wait_until(lambda: busy.ask("program", "POST", "/api/v1/tickets", new, **key).status == 201, 20, "a ticket")

    before = desk.pids()
    locker = psycopg.connect(server.url("postgres"), autocommit=True)
    locker.execute("BEGIN; LOCK TABLE channels_outgoingmail IN ACCESS EXCLUSIVE MODE")
    write_in("before@restart.test")
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'channels_outgoingmail'::regclass"
    wait_until(lambda: locker.execute(waiting).fetchone() != (0,), 30, "the job is in hand and waits")
    workers = [row[0] for row in locker.execute("SELECT id FROM procrastinate_workers")]
    with server.gone():
        time.sleep(2)
    locker.close()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        write_in("after@restart.test")
        wait_until(lambda: _mails_to(desk, "after@restart.test"), 20, "a job from afterwards runs")
        # The lease of the session that died: half a minute that this test need not wait.
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = ANY(%s)",
            [workers],
        )
        wait_until(lambda: _mails_to(desk, "before@restart.test"), 30, "the job that was in hand is done again")
        time.sleep(1)
        asked = "SELECT count(*) FROM channels_outgoingmail WHERE recipient = 'before@restart.test'"
        assert connection.execute(asked).fetchone() == (1,)
        tried = "SELECT count(*) FILTER (WHERE status = 'failed'), max(attempts) FROM procrastinate_jobs"
        failed, attempts = connection.execute(tried).fetchone() or (1, 0)
        assert failed == 0
        assert attempts <= 2, "no job was tried more than once again"
    assert _mails_to(desk, "before@restart.test") == 1
    assert desk.pids() == before, "no part had to be started again"

"""The database is away for a while in the middle of work: nothing hangs, nothing is lost, and all goes on by itself."""

import http.cookiejar
import subprocess
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.ops.busy import Busy
from tests.ops.desk_process import DeskProcess, wait_until
from tests.ops.own_server import OwnServer

pytestmark = pytest.mark.ops

ANSWERED_WITHIN = 20.0
BACK_WITHIN = 30.0  # two on a quiet machine: what is caught is one that waits for a restart
PEOPLE_WHO_LOOK = 12  # more than the web part has threads
LOOKED = 1.0
"""Seconds until each looks again: all of them wait while the database is frozen, and before it none is kept busy."""


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[OwnServer]:
    made = OwnServer(request.config.cache.mkdir("moondesk"))
    yield made
    made.remove()


@pytest.fixture(scope="module")
def desk(server: OwnServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    made = DeskProcess(tmp_path_factory.mktemp("outage") / "data", None, **server.environment())
    made.open("--demo")
    yield made
    made.kill_everything()


@pytest.fixture
def busy(desk: DeskProcess) -> Iterator[Busy]:
    """Programs that open tickets and read, agents and customers who look at pages, mail that comes in, and a stream."""
    made = _secret(desk)
    at_work = Busy(desk, made)
    cookies = _sign_in(desk)
    at_work.again_and_again(at_work.post, 0.5)
    at_work.again_and_again(at_work.mail, 0.8)
    at_work.again_and_again(lambda _number: at_work.listen())
    at_work.again_and_again(lambda _number: at_work.ask("alive", "GET", "/healthz"))
    bearer = f"Bearer {made}"
    for _person in range(PEOPLE_WHO_LOOK // 3):
        at_work.again_and_again(lambda _number: at_work.ask("page", "GET", "/acme/help/"), LOOKED)
        at_work.again_and_again(lambda _number: at_work.ask("page", "GET", "/acme/desk/", Cookie=cookies), LOOKED)
        at_work.again_and_again(
            lambda _number: at_work.ask("program", "GET", "/api/v1/tickets?limit=5", Authorization=bearer), LOOKED
        )
    wait_until(lambda: len(at_work.opened) > 5 and len(at_work.mailed) > 2 and at_work.heard, 90, "work goes on")
    yield at_work
    at_work.finish()


def _secret(desk: DeskProcess) -> str:
    command = [*desk.command, "token", "create", "--organization", "acme", "--email", "owner@acme.test"]
    made = subprocess.run(
        [*command, "--data-dir", str(desk.data)], env=desk.environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def _sign_in(desk: DeskProcess) -> str:
    """Sign the agent in through the form; return the cookies."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{desk.port}/accounts/login/"
    browser.open(address, timeout=60).read()
    csrf = next(cookie.value for cookie in jar if cookie.name == "moondesk_csrf")
    fields = {"login": "agent@acme.test", "password": "moondesk-demo", "csrfmiddlewaretoken": csrf}
    browser.open(address, urllib.parse.urlencode(fields).encode(), timeout=60).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _is_back(busy: Busy) -> bool:
    """Whether everything that was away works: pages, programs, readiness."""
    bearer = f"Bearer {busy.token}"
    return all(
        busy.ask("back", "GET", path, **headers).status == 200
        for path, headers in (
            ("/acme/help/", {}),
            ("/api/v1/tickets?limit=1", {"Authorization": bearer}),
            ("/readyz", {}),
        )
    )


def _check_answers(busy: Busy) -> None:
    """Everybody was answered in time, in their own way: a page or a problem, and when to come again."""
    for who, kind in (("page", "text/html"), ("program", "application/problem+json")):
        away = [answer for answer in busy.answers[who] if answer.status not in (200, 201)]
        assert away, "the database was away"
        assert {answer.status for answer in away} == {503}
        assert all(answer.headers["content-type"].startswith(kind) for answer in away), who
        assert all(int(answer.headers["retry-after"]) > 0 for answer in away)
    assert max(answer.seconds for answers in busy.answers.values() for answer in answers) < ANSWERED_WITHIN
    alive = busy.answers["alive"]
    assert {answer.status for answer in alive} == {200}


def _check_nothing_lost(busy: Busy, server: OwnServer) -> None:
    """What was acknowledged is there, and once; its mails go out by themselves."""
    assert all(len(numbers) == 1 for numbers in busy.opened.values())
    assert all(400 <= code < 500 for code in busy.put_off)
    expected = sorted([*busy.opened, *busy.mailed])
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:

        def subjects() -> list[str]:
            rows = connection.execute(
                "SELECT subject FROM tickets_ticket WHERE subject ~ '^(Posted|Mailed) [0-9]+$' AND created_at > %s "
                "ORDER BY 1", [busy.began]
            )  # fmt: skip
            return [row[0] for row in rows]

        def unsent() -> int:
            row = connection.execute(
                "SELECT count(*) FROM tickets_ticket t WHERE subject = ANY(%s) AND t.created_at > %s AND NOT EXISTS "
                "(SELECT 1 FROM channels_outgoingmail m WHERE m.ticket_id = t.id AND m.state = 'sent')",
                [expected, busy.began],
            ).fetchone()
            return int(row[0]) if row else -1

        def leases_end() -> None:
            """What was in hand waits for the end of its lease: spare this test the half minute, not the mechanism."""
            connection.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' "
                "WHERE last_heartbeat < now() - interval '15 seconds'"
            )

        def all_there() -> bool:
            leases_end()
            return len(subjects()) >= len(expected)

        wait_until(all_there, 180, "every mail is a ticket")
        assert subjects() == expected
        leases_end()
        wait_until(lambda: unsent() == 0, 180, "every confirmation is sent")


def test_a_database_that_freezes_and_then_is_killed(busy: Busy, server: OwnServer) -> None:
    before = busy.desk.pids()
    with server.frozen():
        time.sleep(13.5)  # longer than anybody waits for an answer
        with server.gone():
            time.sleep(6.5)
    back = time.monotonic()
    wait_until(lambda: _is_back(busy), BACK_WITHIN, "everything works again")
    heard = len(busy.heard)
    wait_until(lambda: len(busy.heard) > heard, BACK_WITHIN, "the stream tells again")
    assert time.monotonic() - back < BACK_WITHIN
    busy.finish()
    _check_answers(busy)
    _check_nothing_lost(busy, server)
    assert busy.put_off, "mail was put off meanwhile"
    assert busy.desk.pids() == before, "no part had to be started again"


def test_a_short_freeze_is_only_a_wait(busy: Busy, server: OwnServer) -> None:
    with server.frozen():
        time.sleep(3)
    wait_until(lambda: _is_back(busy), BACK_WITHIN, "everything works again")
    busy.finish()
    assert {answer.status for answers in busy.answers.values() for answer in answers} <= {200, 201}
    assert busy.put_off == []
    _check_nothing_lost(busy, server)


def _mails_to(desk: DeskProcess, address: str) -> int:
    return sum(address.encode() in path.read_bytes() for path in (desk.data / "mail").rglob("*.eml"))


def test_what_a_worker_had_in_hand_is_done_again_once(desk: DeskProcess, server: OwnServer) -> None:
    busy = Busy(desk, _secret(desk))

    def write_in(email: str) -> None:
        new = {"subject": "Restart", "description": "x", "requester": {"email": email}}
        key = {"Authorization": f"Bearer {busy.token}", "Idempotency_Key": uuid.uuid4().hex}
        wait_until(lambda: busy.ask("program", "POST", "/api/v1/tickets", new, **key).status == 201, 90, "a ticket")

    before = desk.pids()
    locker = psycopg.connect(server.url("postgres"), autocommit=True)
    newest = locker.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs").fetchone()
    locker.execute("BEGIN; LOCK TABLE channels_outgoingmail IN ACCESS EXCLUSIVE MODE")
    write_in("before@restart.test")
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'channels_outgoingmail'::regclass"
    wait_until(lambda: locker.execute(waiting).fetchone() != (0,), 90, "the job is in hand and waits")
    workers = [row[0] for row in locker.execute("SELECT id FROM procrastinate_workers")]
    with server.gone():
        time.sleep(2)
    locker.close()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        write_in("after@restart.test")
        wait_until(lambda: _mails_to(desk, "after@restart.test"), 90, "a job from afterwards runs")
        # The lease of the session that died: half a minute that this test need not wait.
        connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = ANY(%s)",
            [workers],
        )
        wait_until(lambda: _mails_to(desk, "before@restart.test"), 120, "the job that was in hand is done again")
        time.sleep(1)
        asked = "SELECT count(*) FROM channels_outgoingmail WHERE recipient = 'before@restart.test'"
        assert connection.execute(asked).fetchone() == (1,)
        tried = "SELECT count(*) FILTER (WHERE status = 'failed'), max(attempts) FROM procrastinate_jobs WHERE id > %s"
        failed, attempts = connection.execute(tried, newest).fetchone() or (1, 0)
        assert failed == 0
        assert attempts <= 2, "no job was tried more than once again"
    assert _mails_to(desk, "before@restart.test") == 1
    assert desk.pids() == before, "no part had to be started again"

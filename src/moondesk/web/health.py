"""Is it alive, does it really work, and how much."""

import hmac
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from moondesk.kit import metrics as counted
from moondesk.kit.database import crossing
from moondesk.limits.actions import Limit, count
from moondesk.web.client import is_on_this_machine
from moondesk.web.edges import public
from moondesk.web.errors import DATABASE_AWAY

QUEUE_LIMIT = 600
READINESS = Limit("readiness", 1, 60)


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process can."""
    return JsonResponse({"status": "alive"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 only when the database takes writes and the queue is worked off; what is wrong is not for all."""
    checks = _readiness.checks()
    is_ready = all(value == "ok" for value in checks.values())
    answer: dict[str, object] = {"status": "ready" if is_ready else "not ready"}
    if _may_see_inside(request):
        answer["checks"] = checks
    return JsonResponse(answer, status=200 if is_ready else 503)


class Readiness:
    """What was found out last: asked of the database once a second at most, however many ask, and by one at a time."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._found: dict[str, str] = {}
        self._until = 0.0

    def checks(self) -> dict[str, str]:
        """Return each check and ``ok``, or what is wrong."""
        if time.monotonic() < self._until or not self._lock.acquire(blocking=not self._found):
            return self._found
        try:
            if time.monotonic() >= self._until:
                self._found = {"database": _database(), "queue": _queue()}
                # What is not well is looked at again sooner: a desk that starts waits for the first yes.
                is_well = all(value == "ok" for value in self._found.values())
                self._until = time.monotonic() + (self._seconds if is_well else self._seconds / 4)
            return self._found
        finally:
            self._lock.release()


_readiness = Readiness()


def checks() -> dict[str, str]:
    """Return what readiness found, for a page."""
    return _readiness.checks()


def _database() -> str:
    try:
        # A real write, which a full disk, a standby or a database set to read only refuses.
        count(READINESS)
    except Exception as error:
        return type(error).__name__
    return "ok"


def _queue() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS "
                "(SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '45 seconds'), "
                "coalesce(extract(epoch FROM now() - min(scheduled_at)), 0) "
                "FROM procrastinate_jobs WHERE status = 'todo'"
            )
            alive, age = cursor.fetchone() or (False, 0)
    except Exception as error:
        return type(error).__name__
    if not alive:
        return "no worker"
    return "ok" if age < QUEUE_LIMIT else "behind"


class QueueCollector(Collector):
    """Reads how long the queue is, only when asked; without a database it says nothing."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the numbers."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), coalesce(extract(epoch FROM now() - min(scheduled_at)), 0) "
                    "FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
                )
                jobs, age = cursor.fetchone() or (0, 0)
        except DATABASE_AWAY:
            return
        yield GaugeMetricFamily("moondesk_jobs_waiting", "Jobs that could run now.", float(jobs))
        yield GaugeMetricFamily("moondesk_oldest_job_seconds", "How long the oldest of them waits.", float(age))


class MailCollector(Collector):
    """Reads how many mails wait and how many mailboxes fail, in all organizations, only when asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the numbers."""
        try:
            pending, waiting, failing = crossing("mail_standing")[0]
        except DATABASE_AWAY:
            return
        for name, text, number in (
            ("moondesk_mails_pending", "Mails that are kept and not looked at yet.", pending),
            ("moondesk_mails_waiting", "Mails that wait for somebody's decision.", waiting),
            ("moondesk_mailboxes_failing", "Mailboxes that could not be read three times in a row or more.", failing),
        ):
            yield GaugeMetricFamily(name, text, float(number))


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, on loopback or with the token."""
    if not _may_see_inside(request):
        return HttpResponse("Metrics are for loopback, or need the token.\n", status=403, content_type="text/plain")
    return HttpResponse(counted.exposition(QueueCollector(), MailCollector()), content_type=CONTENT_TYPE_LATEST)


def _may_see_inside(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    return is_on_this_machine(request)

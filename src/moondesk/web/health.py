"""Is it alive, does it really work, and how much."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from moondesk.kit.database import check_writable
from moondesk.web.edges import public

QUEUE_LIMIT = 600


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process can."""
    return JsonResponse({"status": "alive"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 only when the database takes writes and the queue is worked off."""
    checks = {"database": _database(), "queue": _queue()}
    ready = all(value == "ok" for value in checks.values())
    return JsonResponse({"status": "ready" if ready else "not ready", "checks": checks}, status=200 if ready else 503)


def _database() -> str:
    try:
        check_writable()
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


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, on loopback or with the token."""
    if not _may_read_metrics(request):
        return HttpResponse("Metrics are for loopback, or need the token.\n", status=403, content_type="text/plain")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and not proxied
    except ValueError:
        return False

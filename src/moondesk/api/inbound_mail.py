"""Where providers push mail and report: the secret in the address says whose it is. Only a status is answered."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout

from moondesk.api.edge import PERMISSION
from moondesk.channels.hooks.intake import Verdict, take
from moondesk.channels.hooks.reports import take_report

_LONGEST_SECRET = 100


def inbound_mail(request: HttpRequest, secret: str) -> HttpResponse:
    """Take one mail."""
    return _at_door(request, secret, take)


def mail_reports(request: HttpRequest, secret: str) -> HttpResponse:
    """Take what became of mails that went out."""
    return _at_door(request, secret, take_report)


def _at_door(request: HttpRequest, secret: str, take: Callable[[str, HttpRequest], int]) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        status = take(secret, request) if len(secret) <= _LONGEST_SECRET else Verdict.UNKNOWN
    except (DatabaseError, PoolTimeout):
        status = 503
    return HttpResponse(status=status)


for door in (inbound_mail, mail_reports):
    door.csrf_exempt = True  # type: ignore[attr-defined]
    setattr(door, PERMISSION, None)

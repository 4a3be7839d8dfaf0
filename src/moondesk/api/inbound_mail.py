"""Where providers push mail: the secret in the address says whose it is. Nothing is answered but a status."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout

from moondesk.api.edge import PERMISSION
from moondesk.channels.hooks.intake import Verdict, take

_LONGEST_SECRET = 100


def inbound_mail(request: HttpRequest, secret: str) -> HttpResponse:
    """Take one mail."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        status = take(secret, request) if len(secret) <= _LONGEST_SECRET else Verdict.UNKNOWN
    except (DatabaseError, PoolTimeout):
        status = 503
    return HttpResponse(status=status)


inbound_mail.csrf_exempt = True  # type: ignore[attr-defined]
setattr(inbound_mail, PERMISSION, None)

"""The same POST twice does its work once: the answer is kept beside the work, in the same transaction.

A second request that comes while the first is at work waits at the unique index until the first commits, and then
gets its answer; if the first fails, nothing of it is left and the second does the work.
"""

import datetime
import hashlib
import re
import uuid
from collections.abc import Callable
from typing import cast

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from psycopg.errors import LockNotAvailable

from moondesk.api.errors import IdempotencyBusy, IdempotencyMismatch, InvalidHeader
from moondesk.api.models import IdempotencyKey
from moondesk.api.parsing import read_body
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = datetime.timedelta(hours=24)
_WAIT = "10s"
_FORM = re.compile(r"[\x21-\x7e]{1,255}")
_HEADERS = ("Content-Type", "ETag", "Location")


def once(request: HttpRequest, actor_id: uuid.UUID, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work, or when the request's idempotency key was used before, give the answer of then."""
    key = key_of(request)
    if key is None:
        return work()
    claimed = claim(request, key, actor_id)
    if isinstance(claimed, HttpResponse):
        return claimed
    response = work()
    keep(claimed, response)
    return response


def key_of(request: HttpRequest) -> str | None:
    """Return the key of a request, if it has one. Raises ``InvalidHeader``."""
    given = request.headers.get(HEADER) if request.method == "POST" else None
    if given is None:
        return None
    if not _FORM.fullmatch(given):
        text = "Use 1 to 255 visible ASCII characters."
        raise InvalidHeader(text, fields={HEADER: text})
    return given


def refuse(request: HttpRequest) -> None:
    """Raise ``InvalidHeader`` for a key where the answer has a secret, which nobody keeps to give it again."""
    if key_of(request) is not None:
        text = "The answer has a secret that is shown once: it cannot be given again for a key."
        raise InvalidHeader(text, fields={HEADER: text})


def _fingerprint(request: HttpRequest) -> bytes:
    parts = (request.method or "", request.path, request.META.get("QUERY_STRING", ""))
    body = _files(request) if request.content_type == "multipart/form-data" else read_body(request)
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + body).digest()


def _files(request: HttpRequest) -> bytes:
    """Return what tells one upload from another; the whole of it would be held in memory."""
    digest = hashlib.sha256()
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(f"{name}\n{file.name}\n".encode("utf-8", "replace"))
            for piece in file.chunks():
                digest.update(piece)
            file.seek(0)
    return digest.digest()


def claim(request: HttpRequest, key: str, actor_id: uuid.UUID) -> uuid.UUID | HttpResponse:
    """Take the key for this request and return its row, or the answer that was given before.

    Raises ``IdempotencyMismatch`` for another request, ``IdempotencyBusy`` when the first takes too long.
    """
    fingerprint = _fingerprint(request)
    moment = now()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
            cursor.execute(
                "INSERT INTO api_idempotencykey AS k "
                "(id, organization_id, actor_id, key, fingerprint, headers, body, created_at, expires_at) "
                "VALUES (%s, %s, %s, %s, %s, '{}', '', %s, %s) ON CONFLICT (organization_id, actor_id, key) "
                "DO UPDATE SET fingerprint = excluded.fingerprint, status = NULL, created_at = excluded.created_at, "
                "expires_at = excluded.expires_at WHERE k.expires_at <= excluded.created_at RETURNING k.id",
                [
                    new_id(),
                    tenancy.current_organization_id(),
                    actor_id,
                    key,
                    fingerprint,
                    moment,
                    moment + KEPT,
                ],
            )
            row = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            text = "The first request with this key is still at work. Try again in a moment."
            raise IdempotencyBusy(text, extra={"retry_after": 5}) from None
        raise
    if row is not None:
        return cast("uuid.UUID", row[0])
    return _replay(IdempotencyKey.objects.get(actor_id=actor_id, key=key), fingerprint)


def _replay(kept: IdempotencyKey, fingerprint: bytes) -> HttpResponse:
    if bytes(kept.fingerprint) != fingerprint:
        text = "This key was used for another request. Use a new key for a new request."
        raise IdempotencyMismatch(text, fields={HEADER: text})
    response = HttpResponse(bytes(kept.body), status=kept.status or 200)
    for name, value in kept.headers.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "private, no-store"
    response.headers[REPLAYED] = "true"
    return response


def keep(row_id: uuid.UUID, response: HttpResponse) -> None:
    """Keep an answer beside the work that it tells of."""
    IdempotencyKey.objects.filter(pk=row_id).update(
        status=response.status_code,
        headers={name: response.headers[name] for name in _HEADERS if name in response.headers},
        body=response.content,
    )

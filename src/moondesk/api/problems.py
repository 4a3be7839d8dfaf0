"""Errors as ``application/problem+json`` (RFC 9457): stable codes, plain words, never a trace."""

from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError
from psycopg_pool import PoolTimeout

from moondesk.api.errors import DatabaseUnavailable, MethodNotAllowed, ServerError, UnknownField
from moondesk.kit import context
from moondesk.kit.errors import DomainError, InvalidInput

log = structlog.get_logger(__name__)

CONTENT_TYPE = "application/problem+json"
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
RETRY_SECONDS = 5


def problem(error: DomainError) -> HttpResponse:
    """Return an expected error as a problem."""
    try:
        title = HTTPStatus(error.status).phrase
    except ValueError:
        title = "Error"
    content: dict[str, Any] = {
        "type": f"/api/v1/docs#{error.code}",
        "title": title,
        "status": error.status,
        "detail": error.message,
        "code": error.code,
    }
    if error.fields:
        content["fields"] = error.fields
    content |= {key: value for key, value in error.extra.items() if key not in content}
    response = HttpResponse(msgspec.json.encode(content), status=error.status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Moondesk"'
    if "retry_after" in error.extra:
        response.headers["Retry-After"] = str(error.extra["retry_after"])
    return response


def problem_of(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return whatever was raised as a problem; what nobody expected is logged and says nothing but its id."""
    if isinstance(error, HttpError) and isinstance(error.__cause__, DomainError):
        error = error.__cause__
    if isinstance(error, ValidationError):
        error = _invalid(error)
    if isinstance(error, DomainError):
        return problem(error)
    if isinstance(error, DATABASE_AWAY):
        log.warning("database away", error=type(error).__name__, path=request.path)
        return problem(
            DatabaseUnavailable(
                "The database does not answer. Nothing was changed. Try again in a few seconds.",
                extra={"retry_after": RETRY_SECONDS},
            )
        )
    log.error("error in the API", path=request.path, method=request.method, exc_info=error)
    request_id = context.request_id.get()
    return problem(ServerError("An error on our side. Name the request id to us.", extra={"request_id": request_id}))


def method_not_allowed(allowed: str) -> HttpResponse:
    """Return the problem of a method that an address does not have."""
    response = problem(MethodNotAllowed(f"This address takes {allowed}.", extra={"allowed": allowed.split(", ")}))
    response.headers["Allow"] = allowed
    return response


def _invalid(error: ValidationError) -> DomainError:
    fields: dict[str, str] = {}
    unknown = False
    for one in error.errors:
        path = [str(part) for part in one["loc"][1 if one["loc"][0] == "file" else 2 :]] or ["body"]
        fields.setdefault(".".join(path), str(one["msg"]))
        unknown = unknown or one["type"] == "extra_forbidden"
    if unknown:
        return UnknownField("A field does not exist, or cannot be written.", fields=fields)
    return InvalidInput("A field does not fit.", fields=fields)

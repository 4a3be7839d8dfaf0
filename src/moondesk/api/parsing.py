"""Reading JSON strictly: the right type, at most 1 MB, no NUL, no half characters, no doubled fields."""

import json
from typing import Any, NoReturn, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from moondesk.api.errors import BodyTooLarge, InvalidText, MalformedJson, UnsupportedMediaType

BODY_LIMIT = 1024 * 1024
_MAX_DEPTH = 20


def file_body_limit() -> int:
    """Return how large the body of a request with a file may be: the file, and what stands around it."""
    return int(settings.FILE_LIMIT) + 64 * 1024


def check_size(request: HttpRequest, limit: int = BODY_LIMIT) -> None:
    """Raise ``BodyTooLarge`` when the request says that its body is too large."""
    try:
        declared = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        declared = 0
    if declared > limit:
        raise _too_large(limit)


def _too_large(limit: int = BODY_LIMIT) -> BodyTooLarge:
    return BodyTooLarge(f"The body may have at most {limit // 1024**2} MB ({limit:,} bytes).", extra={"limit": limit})


def read_body(request: HttpRequest) -> bytes:
    """Return the body. Raises ``BodyTooLarge``."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise _too_large() from None
    if len(body) > BODY_LIMIT:
        raise _too_large()
    return body


class StrictParser(Parser):
    """Reads bodies for django-ninja."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Return the body's JSON. Raises a ``DomainError`` that says what is wrong with it."""
        body = read_body(request)
        if request.content_type != "application/json":
            raise UnsupportedMediaType("Send JSON with the header Content-Type: application/json.")
        return cast("DictStrAny", parse_json(body))


def parse_json(body: bytes) -> Any:
    """Return what the JSON says. Raises ``MalformedJson`` or ``InvalidText``."""
    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise MalformedJson(f"The body is not valid JSON{where}.") from None
    _check(found, (), 0)
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice in an object")
    return found


def is_clean(text: str) -> bool:
    """Say whether a text can be stored: no NUL, no lone surrogates."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _check(value: Any, path: tuple[str, ...], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise MalformedJson("The body is nested too deeply.")
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:
            return
        if not is_clean(value):
            name = ".".join(path) or "body"
            text = "This text has a NUL character or half a character in it."
            raise InvalidText(text, fields={name: text})
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, ("body",), depth + 1)
            _check(inner, (*path, key), depth + 1)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _check(inner, (*path, str(position)), depth + 1)

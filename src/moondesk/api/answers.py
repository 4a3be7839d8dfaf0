"""Answers as bytes, and the headers that say which version they are."""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from moondesk.api.errors import InvalidHeader
from moondesk.kit.errors import StaleVersion

JSON = "application/json"
_encode = msgspec.json.Encoder().encode


def answer(content: Any, *, status: int = 200, etag: str = "", location: str = "") -> HttpResponse:
    """Return plain data, or JSON that is text already, as an answer."""
    body = content.encode() if isinstance(content, str) else _encode(content)
    response = HttpResponse(body, status=status, content_type=JSON)
    response.headers["Cache-Control"] = "private, no-store" if not etag else "private, no-cache"
    if etag:
        response.headers["ETag"] = etag
    if location:
        response.headers["Location"] = location
    return response


def no_content() -> HttpResponse:
    """Return the answer that has nothing to say."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response


def page(items: Iterable[Any], next_cursor: str | None) -> HttpResponse:
    """Return one page of a list."""
    return answer({"items": list(items), "next": next_cursor})


def page_of_json(documents: list[str], next_cursor: str | None, **besides: Any) -> HttpResponse:
    """Return one page of documents that are JSON already, with what else is said of the list."""
    end = f'"{next_cursor}"' if next_cursor else "null"
    more = "".join(f',"{name}":{_encode(value).decode()}' for name, value in besides.items())
    return answer(f'{{"items":[{",".join(documents)}],"next":{end}{more}}}')


def version_etag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def content_etag(content: Any) -> str:
    """Return the ETag of something that counts no versions: the digest of what is shown of it."""
    return f'"{hashlib.sha256(_encode(content)).hexdigest()[:24]}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """Return 304 when the asker has this version already (``If-None-Match``)."""
    given = request.headers.get("If-None-Match")
    if given is None or (given.strip() != "*" and etag not in _tags(given)):
        return None
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    response.headers["ETag"] = etag
    return response


def _tags(given: str) -> list[str]:
    return [part.strip().removeprefix("W/") for part in given.split(",")]


def wanted_version(request: HttpRequest) -> int | None:
    """Return the version that a change was made on (``If-Match``), or None when the asker does not mind."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        return None
    figures = given.strip('"')
    if given != f'"{figures}"' or not (figures.isascii() and figures.isdigit()) or len(figures) > 9:
        text = 'Give one ETag of this ticket, like "3".'
        raise InvalidHeader(text, fields={"If-Match": text})
    return int(figures)


def check_content(request: HttpRequest, current: Any) -> None:
    """Raise ``StaleVersion`` when a change was made on something else than what there is now (``If-Match``)."""
    given = request.headers.get("If-Match", "").strip()
    if given and given != "*" and content_etag(current) not in [part.strip() for part in given.split(",")]:
        raise StaleVersion("Somebody changed this since you read it.", extra={"current": current})

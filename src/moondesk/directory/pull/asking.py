"""Asking the other system for its pages, one after the other, in bounds of time and size, and at one origin only."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit, urlunsplit

from moondesk.directory.pull.contract import Page, PageBroken, read_page
from moondesk.directory.pull_rules import Proof, Trouble, following, origin_of
from moondesk.directory.rules import MOST_GROUPS, MOST_PEOPLE
from moondesk.kit import egress

PAGE_SECONDS, ALL_SECONDS = 30.0, 600.0
TRIAL_SECONDS = 15.0
PAGE_SIZE, ALL_SIZE = 5 * 1024 * 1024, 60 * 1024 * 1024
MOST_PAGES = 500
_STATUSES = {
    401: Trouble.REFUSED,
    403: Trouble.REFUSED,
    404: Trouble.NOT_FOUND,
    410: Trouble.NOT_FOUND,
    429: Trouble.BUSY,
    503: Trouble.BUSY,
}


@dataclass(frozen=True)
class Question:
    """Where to ask and what to show there. ``since`` asks for what changed; ``tag`` is of the answer we have."""

    url: str
    proof: Mapping[str, str] = field(repr=False)
    since: str = ""
    tag: str = ""
    only_first: bool = False
    """Whether one page is enough, to try it."""


@dataclass(frozen=True)
class Reading:
    """All pages as one, or that nothing changed."""

    said: Page | None
    pages: int
    asked: str
    """The address of the first page."""
    tag: str = ""


def headers_of(proof: Proof, name: str, secret: str) -> dict[str, str]:
    """Return the header that proves who we are."""
    if proof is Proof.HEADER:
        return {name.lower(): secret}
    if proof is Proof.BASIC:
        return {"authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}
    return {"authorization": f"Bearer {secret}"}


def address_of(url: str, since: str) -> str:
    """Return the address of the first page."""
    if not since:
        return url
    parts = urlsplit(url)
    more = urlencode({"since": since})
    return urlunsplit(parts._replace(query=f"{parts.query}&{more}" if parts.query else more, fragment=""))


def read(question: Question) -> Reading:
    """Return what the other system says. Raises ``PageBroken`` with what is wrong: then nothing of it is taken."""
    ends = time.monotonic() + (TRIAL_SECONDS if question.only_first else ALL_SECONDS)
    first = url = address_of(question.url, question.since)
    tag, size, seen, said = "", 0, {url}, None
    while True:
        answer = _ask(url, question, ends - time.monotonic(), is_first=said is None)
        if answer is None:
            return Reading(None, 1, first, question.tag)
        size += len(answer.content)
        page = read_page(answer.content)
        if said is None:
            tag = answer.headers.get("etag", "")
            if not question.since and not page.is_full:
                raise PageBroken(Trouble.BROKEN, "listing: changes, though nobody asked since when")
        said = _with(said, page, size)
        if question.only_first or not page.next:
            return Reading(said, len(seen), first, tag)
        url = _onward(url, page.next, seen)


def _onward(url: str, link: str, seen: set[str]) -> str:
    onward = following(url, link)
    if onward is None:
        raise PageBroken(Trouble.OTHER_ORIGIN, link)
    if onward in seen:
        raise PageBroken(Trouble.CIRCLE, onward)
    seen.add(onward)
    if len(seen) > MOST_PAGES:
        raise PageBroken(Trouble.TOO_MANY, f"more than {MOST_PAGES} pages")
    return onward


def _with(said: Page | None, page: Page, size: int) -> Page:
    if said is None:
        said = page
    elif said.is_full != page.is_full:
        raise PageBroken(Trouble.BROKEN, "listing: another than on the first page")
    else:
        for name in ("people", "groups", "notes"):
            getattr(said, name).extend(getattr(page, name))
        for name in ("removed", "removed_groups", "left", "left_groups"):
            getattr(said, name).update(getattr(page, name))
        said.as_of = page.as_of
    if size > ALL_SIZE or said.entries > MOST_PEOPLE + MOST_GROUPS:
        raise PageBroken(Trouble.TOO_MANY, f"more than {MOST_PEOPLE} people and {MOST_GROUPS} groups")
    return said


def _ask(url: str, question: Question, left: float, *, is_first: bool) -> egress.Answer | None:
    """Return one page; None when it is the one that we have."""
    if left <= 0:
        raise PageBroken(Trouble.TOO_SLOW)
    headers = {"accept": "application/json", **question.proof}
    if is_first and question.tag:
        headers["if-none-match"] = question.tag
    scheme, host, _port = origin_of(url)
    if scheme == "http" and not egress.is_operators_own(host, min(PAGE_SECONDS, left)):
        raise PageBroken(Trouble.UNREACHABLE)
    try:
        bounds = egress.Bounds(seconds=min(PAGE_SECONDS, left), size=PAGE_SIZE)
        answer = egress.fetch(url, headers=headers, bounds=bounds)
    except egress.Unreachable as error:
        # Of all that can be wrong with an address nothing more is told, or this would be a scanner of networks.
        trouble = Trouble.TOO_LARGE if error.why == "size" else Trouble.UNREACHABLE
        raise PageBroken(trouble) from None
    if answer.status == 304 and "if-none-match" in headers:
        return None
    if answer.status != 200:
        raise _refusal(answer)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise PageBroken(Trouble.NOT_JSON, json.dumps(kind[:60]))
    return answer


def _refusal(answer: egress.Answer) -> PageBroken:
    if 300 <= answer.status < 400:
        return PageBroken(Trouble.REDIRECTED, str(answer.status))
    wait = answer.headers.get("retry-after", "")
    seconds = int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 7 else 0
    return PageBroken(_STATUSES.get(answer.status, Trouble.ANSWERED), str(answer.status), seconds)

"""Parts of a page: a named block of its template, whose name is the id of the element it draws.

A script's request is answered with the parts that changed; any other gets the whole page, or is sent back to it.
A block imports the macros it uses, so that it can be drawn without the page around it.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.template.backends.jinja2 import Template
from django.template.backends.utils import csrf_input, csrf_input_lazy, csrf_token_lazy
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from markupsafe import Markup

_LETTERS = csrf.CSRF_ALLOWED_CHARS.encode()
_EVEN = 256 // len(_LETTERS) * len(_LETTERS)
"""Bytes from here on are thrown away, so that each letter is as likely as any other."""
_AS_LETTERS = bytes(_LETTERS[byte % len(_LETTERS)] for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))


def _random_letters() -> str:
    """Return a new secret or mask, as Django's own does, which asks the kernel once for each of its 32 letters."""
    found = b""
    while len(found) < csrf.CSRF_SECRET_LENGTH:
        found += os.urandom(2 * csrf.CSRF_SECRET_LENGTH).translate(_AS_LETTERS, _UNEVEN)
    return found[: csrf.CSRF_SECRET_LENGTH].decode()


csrf._get_new_csrf_string = _random_letters


@dataclass(frozen=True)
class Toast:
    """What is said of a change that was made; ``undo`` is the address that takes it back, for ``seconds``."""

    text: str
    undo: str = ""
    seconds: int = 0

    @property
    def header(self) -> str:
        """Return it as the script reads it from the header ``HX-Trigger``."""
        return json.dumps({"toast": {name: value for name, value in asdict(self).items() if value}})


def one_token(request: HttpRequest) -> dict[str, Any]:
    """Give all forms of a page the same hidden field: Django would make each a mask of its own, digit by digit."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}


def is_partial(request: HttpRequest) -> bool:
    """Say whether a script asks and will put parts of the answer into the page it has."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def draw(request: HttpRequest, template_name: str, context: Mapping[str, Any], block: str) -> Markup:
    """Return one block of a template, drawn as in the page."""
    template = cast("Template", get_template(template_name, using="jinja2"))
    backend = template.backend
    values = dict(context)
    values |= {"request": request, "csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    for processor in backend.template_context_processors:
        values |= processor(request)
    inside = template.template.new_context(values)
    return Markup("".join(template.template.blocks[block](inside)))  # noqa: S704 - the template escaped it


def part(target: str, html: str) -> Markup:
    """Return what replaces, by morph, the element with the id ``target``."""
    drawn = Markup(html)  # noqa: S704 - a template escaped it
    return Markup('<hx-partial hx-target="#{0}" hx-swap="outerMorph">{1}</hx-partial>').format(target, drawn)


def answer(
    request: HttpRequest,
    template_name: str,
    context: Mapping[str, Any],
    blocks: Iterable[str],
    *,
    toast: Toast | None = None,
) -> HttpResponse:
    """Return blocks that each replace, by morph, the element with their name as id. The address stays as it is."""
    parts = [part(block, draw(request, template_name, context, block)) for block in blocks]
    response = HttpResponse(Markup("\n").join(parts))
    response["HX-Push-Url"] = "false"
    if toast:
        response["HX-Trigger"] = toast.header
    return response

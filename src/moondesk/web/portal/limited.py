"""Counting what is sent, before the organization's transaction begins, so that a refusal is not rolled back with it."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from moondesk.kit.errors import TooMany
from moondesk.limits.actions import Limit, hit

type Counted = Sequence[tuple[Limit, tuple[str, ...]]]
type View = Callable[..., HttpResponse]


def counted(keys: Callable[[Any, str], Counted]) -> Callable[[View], View]:
    """Count each POST; the view finds in ``request.over_limit`` the refusal, or None, and keeps what was typed."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            request.over_limit = None  # type: ignore[attr-defined]
            if request.method == "POST":
                try:
                    for limit, key in keys(request, slug):
                        hit(limit, *key)
                except TooMany as error:
                    request.over_limit = error  # type: ignore[attr-defined]
            return view(request, slug=slug, **kwargs)

        return enter

    return wrap

"""The template environment: strict, escaped, translated, with the few globals that every page may use."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from moondesk.web import formats, kept


@cache
def _manifest() -> dict[str, str]:
    path = settings.STATIC_ROOT / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def asset(name: str) -> str:
    """Return the address of a built file by its plain name. Raises ``KeyError`` for one that was not built."""
    return f"{settings.STATIC_URL}{_manifest()[name]}"


@cache
def icon(name: str, classes: str = "") -> Markup:
    """Return a picture of the sprite; it is decoration, so the words stand beside it or in a label."""
    return Markup('<svg class="i {}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        classes, asset("icons.svg"), name
    )


def url(name: str, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, kwargs=kwargs)


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend asks for."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do"]
    env = Environment(**options)  # noqa: S701 - the backend passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals |= {
        "asset": asset,
        "icon": icon,
        "url": url,
        "languages": settings.LANGUAGES,
        "theme_of": formats.theme_of,
        "lang": translation.get_language,
        "kept": kept.kept,
        "kept_mark": Markup(kept.MARK),  # noqa: S704 - a constant of hexadecimal digits
        "tick": kept.tick,
    }
    env.filters |= formats.FILTERS
    return env

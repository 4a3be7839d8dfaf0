"""The template environment: strict, escaped, translated, with the few globals that every page may use."""

import json
from functools import cache, lru_cache
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import jinja2
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from jinja2 import StrictUndefined
from jinja2.utils import internalcode
from markupsafe import Markup

from moondesk.config.folding import Environment
from moondesk.web import faces, formats, kept

_TEXTS = 20_000


@cache
def _manifest() -> dict[str, str]:
    path = settings.STATIC_ROOT / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def asset(name: str) -> str:
    """Return the address of a built file by its plain name. Raises ``KeyError`` for one that was not built."""
    return f"{settings.STATIC_URL}{_manifest()[name]}"


@cache
def sheet(name: str) -> Markup:
    """Return a built sheet itself, for a page that has to be whole wherever it is kept."""
    return Markup((settings.STATIC_ROOT / _manifest()[name]).read_text(encoding="utf-8"))  # noqa: S704 - built by us


@cache
def icon(name: str, classes: str = "") -> Markup:
    """Return a picture of the sprite; it is decoration, so the words stand beside it or in a label."""
    return Markup('<svg class="i {}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        classes, asset("icons.svg"), name
    )


def url(name: str, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, kwargs=kwargs)


@lru_cache(maxsize=_TEXTS)
def _text(text: str, _language: str | None, *, is_whole: bool) -> Markup:
    found = Markup(translation.gettext(text))  # noqa: S704 - from the templates and our catalogues
    return found % {} if is_whole else found


def translated(text: str, **values: Any) -> Markup:
    """Return a text of a template in the reader's language. Jinja's own looks it up, and up again, for each."""
    found = _text(text, translation.get_language(), is_whole=not values)
    return found % values if values else found


_PLAIN = frozenset({FunctionType, MethodType, BuiltinFunctionType, type(icon)})


class Context(jinja2.runtime.Context):
    """The names of one drawing. A page makes hundreds of calls, most of plain functions that want nothing of Jinja."""

    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if type(called) not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class Template(jinja2.Template):
    """A template whose imports are the same for whoever imports them, so that nobody needs to compare globals."""

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, *names: Any) -> Any:
        namespace["escape"] = kept.escaped
        return super()._from_namespace(environment, namespace, *names)

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module()


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's Jinja2 backend asks for."""
    from moondesk.web.account.installed import installed_ways

    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do"]
    env = Environment(**options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.template_class, env.context_class = Template, Context
    env.globals |= {
        "_": translated,
        "asset": asset,
        "icon": icon,
        "sheet": sheet,
        "installed_ways": installed_ways,
        "url": url,
        "languages": settings.LANGUAGES,
        "language_name": formats.language_name,
        "theme_of": formats.theme_of,
        "lang": translation.get_language,
        "face": faces.face,
        "face_emblem": faces.emblem,
        "face_initials": faces.initials,
        "kept": kept.kept,
        "kept_mark": Markup(kept.MARK),  # noqa: S704 - a constant of hexadecimal digits
        "tick": kept.tick,
    }
    env.filters |= formats.FILTERS
    env.constant = {"_": translated, "icon": icon}
    return env

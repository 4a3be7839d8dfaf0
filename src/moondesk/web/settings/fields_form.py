"""The forms of the page of fields: from what was posted to what is to change."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from moondesk.fields.actions import free_key
from moondesk.fields.errors import InvalidField
from moondesk.fields.forms import Access, Form, Item, Moment, item_document, item_of
from moondesk.fields.rules import Definition, Kind, Option
from moondesk.web.settings.conditions_form import Names, read_condition
from moondesk.web.settings.ordering import ordered


def read_labels(posted: QueryDict, name: str) -> dict[str, str]:
    """Return the texts of a name in all languages."""
    texts = {language: posted.get(f"{name}.{language}", "").strip() for language, _name in settings.LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def read_parts(posted: QueryDict, kind: Kind) -> dict[str, Any]:
    """Return what a field is called and takes."""
    parts: dict[str, Any] = {"labels": read_labels(posted, "labels"), "help": read_labels(posted, "help")}
    if kind is Kind.NUMBER:
        parts |= {"least": _number(posted, "least"), "most": _number(posted, "most")}
        places = posted.get("places", "2")
        parts["places"] = int(places) if places.isascii() and places.isdigit() and len(places) < 3 else -1
    return parts


def _number(posted: QueryDict, name: str) -> Decimal | None:
    text = posted.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        return Decimal(text)
    except ArithmeticError:
        said = _("This is not a number.")
        raise InvalidField(said, fields={name: said}) from None


def read_options(posted: QueryDict, known: tuple[Option, ...]) -> list[Option]:
    """Return the options, one a line: names by language between bars, ``-`` before one for each that it is below.

    A line that is named as an option was keeps its key; renaming is done by changing one language at a time.
    """
    found: list[Option] = []
    path: list[str] = []
    languages = [language for language, _name in settings.LANGUAGES]
    free = list(known)
    for line in posted.get("options", "").splitlines():
        bare = line.strip()
        depth = len(bare) - len(bare.lstrip("-"))
        names = [one.strip() for one in bare.lstrip("- ").split("|")]
        labels = {language: name for language, name in zip(languages, names, strict=False) if name}
        if not labels:
            continue
        parent = path[min(depth, len(path)) - 1] if depth and path else ""
        option = _known(free, labels, parent)
        if option is not None:
            free.remove(option)
        key = option.key if option is not None else f"new_{len(found)}"
        found.append(Option(key, labels, parent))
        path = [*path[:depth], key]
    return _named(found, known)


def _known(free: list[Option], labels: dict[str, str], parent: str) -> Option | None:
    for one in free:
        if one.parent == parent and any(one.labels.get(language) == name for language, name in labels.items()):
            return one
    return None


def _named(found: list[Option], known: tuple[Option, ...]) -> list[Option]:
    """Return the options with a key made of its name for each that is new."""
    taken = [one.key for one in known]
    names: dict[str, str] = {}
    for one in found:
        is_new = one.key not in taken
        names[one.key] = free_key(one.labels, "option", [*taken, *names.values()]) if is_new else one.key
    return [Option(names[one.key], one.labels, names.get(one.parent, one.parent)) for one in found]


def written_options(definition: Definition) -> str:
    """Return the options as lines, as ``read_options`` takes them."""
    languages = [language for language, _name in settings.LANGUAGES]
    lines = []
    for one in definition.options:
        if not one.is_retired:
            names = " | ".join(one.labels.get(language, "") for language in languages).rstrip(" |")
            lines.append("-" * (len(definition.path(one.key)) - 1) + (" " if one.parent else "") + names)
    return "\n".join(lines)


def written_seen(form: Form | None) -> str:
    """Return the form that a page was drawn of, for ``read_seen``."""
    return json.dumps([item_document(one) for one in form.items] if form is not None else [])


def read_seen(posted: QueryDict) -> tuple[Item, ...] | None:
    """Return the form that somebody had before them when they changed it; nothing where a page did not say."""
    if "seen" not in posted:
        return None
    try:
        return tuple(item_of(one) for one in json.loads(posted.get("seen", "")))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


def read_items(posted: QueryDict, names: Names) -> list[Item]:
    """Return what the form says of each field that is on it, in order."""
    keys = ordered(posted)
    on = set(posted.getlist("on"))
    return [_item(posted, key, names) for key in keys if key in on]


def _item(posted: QueryDict, key: str, names: Names) -> Item:
    required = frozenset(one for one in Moment if posted.get(f"{one.value}.{key}") == "on")
    access = posted.get(f"customers.{key}", "")
    customers = Access(access) if access in set(Access) else Access.HIDDEN
    return Item(key, required, customers, read_condition(posted, key, names))

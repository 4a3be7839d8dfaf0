"""Rules of macros, as pure functions."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from moondesk.tickets.folding import fold

NAME_LENGTH = 80
CATEGORY_LENGTH = 60
SHORTCUT_LENGTH = 30
MOST_MACROS = 2000
"""How many an organization keeps, all scopes together."""
CHANGES = ("status", "priority", "assignee", "department", "add_tags", "remove_tags")
"""What a macro can change of a ticket."""


class MacroScope(StrEnum):
    """Whose a macro is."""

    PERSONAL = "personal"
    DEPARTMENT = "department"
    ORGANIZATION = "organization"


def chosen_body(bodies: Mapping[str, str], *languages: str) -> str:
    """Return the text in the first of the languages that there is, else in any; nothing when it only changes fields."""
    for language in languages:
        if found := bodies.get(language.partition("-")[0].lower()):
            return found
    return next((text for _language, text in sorted(bodies.items()) if text), "")


def tidy_shortcut(shortcut: str) -> str:
    """Return a shortcut as it is typed after the slash: without it, in small letters, without blanks."""
    return "-".join(shortcut.strip().lstrip("/").lower().split())


def tidy_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes that there are, in one form; tags as lists without doubles."""
    found: dict[str, Any] = {}
    for name in CHANGES:
        value = changes.get(name)
        if name.endswith("_tags"):
            tags = [tag.strip().lower()[:40] for tag in value or () if tag.strip()]
            value = list(dict.fromkeys(tags))[:20]
        elif isinstance(value, uuid.UUID):
            value = str(value)
        if value:
            found[name] = value
    return found


def rank(name: str, shortcut: str, category: str, words: str) -> int | None:
    """Say how well a macro answers what was typed after the slash: less is better, None is not at all."""
    typed, wanted = words.strip().lower(), fold(words)
    if not wanted:
        return 3 if not typed else None
    if shortcut == typed:
        return 0
    if shortcut.startswith(typed) or fold(name).startswith(wanted):
        return 1
    parts = fold(f"{name} {shortcut} {category}")
    return 2 if all(word in parts for word in wanted.split()) else None

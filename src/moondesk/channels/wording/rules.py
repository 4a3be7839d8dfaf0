"""Texts with variables: a closed list, put in as words, and no code of any kind. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HOLE = re.compile(r"\{\{\s*([a-z_]+\.[a-z_]+)\s*(?:\|\s*default\(\s*\"([^\"{}\n]{0,100})\"\s*\)\s*)?\}\}")
_WITH_COMMA = re.compile(rf"(,[ ])?{_HOLE.pattern}")
_OPENING = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_NAMED = re.compile(r"\{\{\s*([^{}|]{0,60}?)\s*(?:\||\}\})")

COMMON = (
    "organization.name",
    "ticket.number",
    "ticket.subject",
    "ticket.status",
    "ticket.category",
    "ticket.department",
    "customer.name",
    "customer.first_name",
)
_MEMBER = ("member.name", "member.first_name")
VARIABLES: dict[str, tuple[str, ...]] = {
    "confirmation": COMMON,
    "reply": (*COMMON, "agent.name"),
    "status": COMMON,
    "closing": (*COMMON, "ticket.closes_at"),
    "survey": COMMON,
    "assigned": (*COMMON, *_MEMBER),
    "mention": (*COMMON, *_MEMBER, "agent.name"),
    "reminder": (*COMMON, *_MEMBER),
}
"""The kinds of mails whose words can be changed, and what each may name."""
SUBJECT_LENGTH = 200
BODY_LENGTH = 10_000


@dataclass(frozen=True)
class Texts:
    """What a mail says: a line, a line, and markdown."""

    subject: str
    heading: str = ""
    body: str = ""


@dataclass(frozen=True)
class Misfit:
    """A place in a text that is not understood; ``name`` is the unknown variable, if it is one."""

    line: int
    column: int
    name: str = ""


def misfit_in(text: str, kind: str) -> Misfit | None:
    """Return the first place of a text that cannot be filled in for a kind of mail."""
    known = {(found.start(), found.end()): found for found in _HOLE.finditer(text)}
    for opening in _OPENING.finditer(text):
        hole = next((found for (start, end), found in known.items() if start <= opening.start() < end), None)
        if hole is None:
            named = _NAMED.match(text, opening.start())
            return _at(text, opening.start(), named[1] if named else "")
        if hole[1] not in VARIABLES[kind]:
            return _at(text, hole.start(), hole[1])
    return None


def _at(text: str, place: int, name: str) -> Misfit:
    before = text[:place]
    return Misfit(before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1, name)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the values in it; an empty one stands for its default, or takes the comma before it along."""
    return _WITH_COMMA.sub(lambda found: _filled(found[1] or "", values.get(found[2], "") or found[3] or ""), text)


def _filled(comma: str, value: str) -> str:
    return f"{comma}{value}" if value else ""

"""Reading what an operation needs, strictly: what is stored is known to fit when the change begins."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from moondesk.bulk.errors import InvalidBulk
from moondesk.conversations.actions.writing import check_body
from moondesk.macros.queries import get_usable
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.tickets.actions.snoozing import check_moment
from moondesk.tickets.actions.tagging import tidy_tags
from moondesk.tickets.fielding import checked, read_catalogue
from moondesk.tickets.models import Category, Status
from moondesk.tickets.queries import get_visible, refuse_merged
from moondesk.tickets.rules import Priority, TicketType

type Given = Mapping[str, Any]
type Read = Callable[[Given, Actor], dict[str, Any]]

NOBODY, ME = "nobody", "me"
_NOTE_LENGTH = 20_000


def refuse(name: str, text: str = "") -> InvalidBulk:
    """Return the error for a value that cannot be chosen."""
    text = text or _("This cannot be chosen.")
    return InvalidBulk(text, fields={name: text})


def nothing(_given: Given, _by: Actor) -> dict[str, Any]:
    """Read an operation that needs nothing."""
    return {}


def _text(given: Given, name: str, most: int = _NOTE_LENGTH) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise refuse(name)
    return value.strip()


def _uuid(given: Given, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(given.get(name) or ""))
    except ValueError:
        raise refuse(name) from None


def status(given: Given, _by: Actor) -> dict[str, Any]:
    """Read a status by its key, and the note that goes with it."""
    key = _text(given, "status", 40)
    if not Status.objects.filter(key=key, retired_at=None).exists():
        raise refuse("status")
    return {"status": key, "note": _text(given, "note")}


def explained(given: Given, _by: Actor) -> dict[str, Any]:
    """Read the note that goes with a move to a status that is known."""
    return {"note": _text(given, "note")}


def priority(given: Given, _by: Actor) -> dict[str, Any]:
    """Read a priority by its word."""
    word = _text(given, "priority", 20)
    try:
        Priority.from_key(word)
    except (KeyError, ValueError):
        raise refuse("priority") from None
    return {"priority": word}


def assignee(given: Given, by: Actor) -> dict[str, Any]:
    """Read a member: oneself, nobody, or by id."""
    wanted = given.get("assignee")
    if wanted in (None, "", NOBODY):
        return {"assignee": None}
    member_id = by.member_id if wanted == ME else _uuid(given, "assignee")
    if member_id is None or not Member.objects.filter(pk=member_id, is_active=True).exists():
        raise refuse("assignee")
    return {"assignee": str(member_id)}


def department(given: Given, _by: Actor) -> dict[str, Any]:
    """Read a department by its id, or none."""
    if not given.get("department"):
        return {"department": None}
    wanted = _uuid(given, "department")
    if not Department.objects.filter(pk=wanted).exists():
        raise refuse("department")
    return {"department": str(wanted)}


def category(given: Given, _by: Actor) -> dict[str, Any]:
    """Read a category by its key, or none."""
    key = _text({"category": given.get("category") or ""}, "category", 40)
    if key and not Category.objects.filter(key=key).exists():
        raise refuse("category")
    return {"category": key or None}


def type_(given: Given, _by: Actor) -> dict[str, Any]:
    """Read a kind of work."""
    word = _text(given, "type", 20)
    if word not in set(TicketType):
        raise refuse("type")
    return {"type": word}


def field(given: Given, _by: Actor) -> dict[str, Any]:
    """Read a custom field by its key, and the value that it is given; null takes it away."""
    key = _text(given, "field", 40)
    value = checked(read_catalogue(), {key: given.get("value")}, {})[key]
    return {"field": key, "value": given.get("value") if value is not None else None}


def tags(given: Given, _by: Actor) -> dict[str, Any]:
    """Read tags to add or take away: at least one."""
    found = set_tags(given, _by)
    if not found["tags"]:
        raise refuse("tags", _("Give at least one tag."))
    return found


def set_tags(given: Given, _by: Actor) -> dict[str, Any]:
    """Read the tags that take the place of all others."""
    words = given.get("tags", [])
    if not isinstance(words, list) or not all(isinstance(one, str) for one in words):
        raise refuse("tags")
    return {"tags": tidy_tags(words)}


def macro(given: Given, by: Actor) -> dict[str, Any]:
    """Read a macro that the actor may use."""
    return {"macro": str(get_usable(by, _uuid(given, "macro")).pk)}


def body(given: Given, _by: Actor) -> dict[str, Any]:
    """Read the text of a reply or note."""
    words = given.get("body")
    return {"body": check_body(words if isinstance(words, str) else "")}


def into(given: Given, by: Actor) -> dict[str, Any]:
    """Read the ticket in which the others go on."""
    ticket = get_visible(by, _text(given, "into", 40))
    refuse_merged(by, ticket)
    return {"into": ticket.number}


def until(given: Given, _by: Actor) -> dict[str, Any]:
    """Read until when tickets are put aside; null until their customers write."""
    if not given.get("until"):
        return {"until": None}
    try:
        moment = datetime.datetime.fromisoformat(str(given["until"]))
    except (ValueError, OverflowError):
        raise refuse("until", _("Choose a day and a time.")) from None
    if moment.tzinfo is None:
        raise refuse("until", _("Choose a day and a time."))
    check_moment(moment, "until")
    return {"until": moment.astimezone(datetime.UTC).isoformat()}

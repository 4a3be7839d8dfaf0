"""What happened between tickets, in words. A number is there only for one who may see that ticket."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.tickets.joining import Relation
from moondesk.web.desk.choices import Choices
from moondesk.web.desk.words import RELATIONS


def _number(data: dict[str, Any]) -> dict[str, str]:
    return {"number": data.get("number") or _("another ticket")}


def _linked(_choices: Choices, data: dict[str, Any]) -> str:
    relation = RELATIONS[Relation(data["relation"])]
    return _("Linked: %(relation)s %(number)s") % ({"relation": relation} | _number(data))


def _unlinked(_choices: Choices, data: dict[str, Any]) -> str:
    relation = RELATIONS[Relation(data["relation"])]
    return _("Link removed: %(relation)s %(number)s") % ({"relation": relation} | _number(data))


def _split(_choices: Choices, data: dict[str, Any]) -> str:
    count = len(data["messages"])
    if not data["first"]:
        text = ngettext("%(count)d message came from %(number)s", "%(count)d messages came from %(number)s", count)
    elif data["moved"]:
        text = ngettext("%(count)d message moved to %(number)s", "%(count)d messages moved to %(number)s", count)
    else:
        text = ngettext("%(count)d message copied to %(number)s", "%(count)d messages copied to %(number)s", count)
    return text % ({"count": count} | _number(data))


def _cloned(_choices: Choices, data: dict[str, Any]) -> str:
    return (_("Cloned: %(number)s") if data["first"] else _("Cloned from %(number)s")) % _number(data)


def _to_answer(_choices: Choices, data: dict[str, Any]) -> str:
    count = len(data["incidents"])
    return ngettext("Answers %(count)d incident", "Answers %(count)d incidents", count) % {"count": count}


def _answered(_choices: Choices, data: dict[str, Any]) -> str:
    count = data["answered"]
    text = ngettext("%(count)d incident answered", "%(count)d incidents answered", count) % {"count": count}
    if data["failed"]:
        text = _("%(done)s. Not answered: %(why)s") % {"done": text, "why": "; ".join(data["failed"])}
    return text


JOINED = {
    "ticket.merged": lambda _choices, data: _("Merged into %(number)s") % _number(data),
    "ticket.merge_taken": lambda _choices, data: _("%(number)s was merged into this ticket") % _number(data),
    "ticket.unmerged": lambda _choices, data: _("No longer merged into %(number)s") % _number(data),
    "ticket.merge_ended": lambda _choices, data: _("%(number)s is a ticket of its own again") % _number(data),
    "ticket.linked": _linked,
    "ticket.unlinked": _unlinked,
    "ticket.split": _split,
    "ticket.split_taken_back": lambda _choices, data: _("Split taken back: %(number)s") % _number(data),
    "ticket.cloned": _cloned,
    "ticket.clone_taken_back": lambda _choices, data: _("Clone taken back: %(number)s") % _number(data),
    "ticket.incidents_to_answer": _to_answer,
    "ticket.incidents_answered": _answered,
}

"""What happened to a ticket, in words: system lines between the messages, and the whole history."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from moondesk.events.models import Event
from moondesk.events.undo import can_be_set_back, taken_back_of
from moondesk.fields.models import in_language
from moondesk.fields.rules import Kind
from moondesk.tickets.fielding import shown_value
from moondesk.tickets.rules import Priority
from moondesk.tickets.scheduling import read_schedule
from moondesk.web.desk import words
from moondesk.web.desk.choices import Choices
from moondesk.web.desk.fields import people_among
from moondesk.web.desk.joined_words import JOINED
from moondesk.web.desk.revised_words import REVISED
from moondesk.web.formats import clock_time, datetime_text, worked

type _Words = Callable[[Choices, dict[str, Any]], str]


def _pair(template: str, old: str, new: str) -> str:
    return template % {"old": old or _("nothing"), "new": new or _("nothing")}


def _status(choices: Choices, data: dict[str, Any]) -> str:
    old, new = choices.label(data["old"]), choices.label(data["new"])
    return _pair(_("Status: %(old)s → %(new)s"), old, new)


def _priority(_choices: Choices, data: dict[str, Any]) -> str:
    old, new = (str(words.PRIORITIES[Priority.from_key(data[key])]) for key in ("old", "new"))
    return _pair(_("Priority: %(old)s → %(new)s"), old, new)


def _schedule(_choices: Choices, data: dict[str, Any]) -> str:
    old, new = (read_schedule(data[key] or "") for key in ("old", "new"))
    said = []
    if old.starts_at != new.starts_at:
        said.append(_pair(_("Start: %(old)s → %(new)s"), _moment(old.starts_at), _moment(new.starts_at)))
    if old.due_at != new.due_at:
        said.append(_pair(_("Due: %(old)s → %(new)s"), _moment(old.due_at), _moment(new.due_at)))
    return "; ".join(said)


def _moment(moment: datetime.datetime | None) -> str:
    return datetime_text(moment) if moment else ""


def _assignee(_choices: Choices, data: dict[str, Any]) -> str:
    if not data.get("new"):
        return _("Given back by %(old)s") % {"old": data["old_label"]}
    if not data.get("old"):
        return _("Assigned to %(new)s") % {"new": data["new_label"]}
    return _pair(_("Assignee: %(old)s → %(new)s"), data["old_label"], data["new_label"])


def _department(_choices: Choices, data: dict[str, Any]) -> str:
    return _pair(_("Department: %(old)s → %(new)s"), data["old_label"], data["new_label"])


def _category(choices: Choices, data: dict[str, Any]) -> str:
    names = {str(one.pk): one.label() for one in choices.categories}
    old, new = (names.get(data.get(key) or "", data[f"{key}_label"]) for key in ("old", "new"))
    return _pair(_("Category: %(old)s → %(new)s"), old, new)


def _type(_choices: Choices, data: dict[str, Any]) -> str:
    known = {type_.value: str(word) for type_, word in words.TYPES.items()}
    return _pair(_("Type: %(old)s → %(new)s"), known.get(data["old"], data["old"]), known.get(data["new"], data["new"]))


def _subject(_choices: Choices, data: dict[str, Any]) -> str:
    return _pair(_("Subject: “%(old)s” → “%(new)s”"), data["old"], data["new"])


def _tags(_choices: Choices, data: dict[str, Any]) -> str:
    return _pair(_("Tags: %(old)s → %(new)s"), data["old"].replace(",", ", "), data["new"].replace(",", ", "))


def _booked(_choices: Choices, data: dict[str, Any]) -> str:
    return _("%(time)s booked for %(name)s") % {"time": worked(data["values"]["minutes"]), "name": data["member_label"]}


def _unbooked(_choices: Choices, data: dict[str, Any]) -> str:
    words_ = _("%(time)s of %(name)s deleted")
    return words_ % {"time": worked(data["values"]["minutes"]), "name": data["member_label"]}


def _rebooked(_choices: Choices, data: dict[str, Any]) -> str:
    before, after, name = data["before"], data["after"], data["member_label"]
    if "minutes" in after:
        change = _pair("%(old)s → %(new)s", worked(before["minutes"]), worked(after["minutes"]))
        return _("Time of %(name)s: %(change)s") % {"name": name, "change": change}
    return _("Time of %(name)s changed") % {"name": name}


def _added(_choices: Choices, data: dict[str, Any]) -> str:
    said = _("%(name)s gets one reply") if data.get("once") else _("%(name)s is kept in copy")
    return said % {"name": data["label"]}


def _mentioned(_choices: Choices, data: dict[str, Any]) -> str:
    return _("Mentioned %(names)s") % {"names": ", ".join(data["labels"])}


def _opened(_choices: Choices, data: dict[str, Any]) -> str:
    name = data.get("on_behalf_of")
    return _("Opened for %(name)s") % {"name": name} if name else pgettext("history", "Opened")


def _time(text: str) -> str:
    return datetime_text(datetime.datetime.fromisoformat(text))


def _snoozed(_choices: Choices, data: dict[str, Any]) -> str:
    if not data.get("until"):
        return _("Snoozed until the customer writes")
    return _("Snoozed until %(time)s") % {"time": _time(data["until"])}


def _woken(_choices: Choices, data: dict[str, Any]) -> str:
    words = {"time": _("Back: the snooze is over"), "reply": _("Back: the customer wrote")}
    return words.get(data.get("why", ""), _("Woken"))


def _reminded(_choices: Choices, data: dict[str, Any]) -> str:
    told = _("Reminder for %(name)s") % {"name": data.get("label", "")}
    return f"{told}: {data['own_note']}" if data.get("own_note") else told


def _custom_field(choices: Choices, data: dict[str, Any]) -> str:
    definition = choices.catalogue.get(data["field"])
    if definition is None:
        return f"{data['field_label']}: " + _pair("%(old)s → %(new)s", data["old_label"], data["new_label"])
    people = people_among(choices)
    old, new = (
        data[f"{side}_label"] if definition.kind is Kind.USER else shown_value(definition, data[side], people)
        for side in ("old", "new")
    )
    return f"{in_language(definition.labels)}: " + _pair("%(old)s → %(new)s", old, new)


_WORDS: dict[str, _Words] = {
    "ticket.opened": _opened,
    "ticket.snoozed": _snoozed,
    "ticket.woken": _woken,
    "ticket.reminder_set": lambda _choices, data: _("Set a reminder for %(time)s") % {"time": _time(data["at"])},
    "ticket.reminder_dropped": lambda _choices, _data: _("Took a reminder back"),
    "ticket.reminder_due": _reminded,
    "ticket.closing_soon": lambda _choices, data: (
        _("Closes by itself on %(time)s") % {"time": _time(data["closes_at"])}
    ),
    "ticket.archived": lambda _choices, _data: _("Archived"),
    "ticket.unarchived": lambda _choices, _data: _("Taken out of the archive"),
    "ticket.deleted": lambda _choices, _data: _("Deleted"),
    "ticket.restored": lambda _choices, _data: _("Restored"),
    "ticket.status_changed": _status,
    "ticket.priority_changed": _priority,
    "ticket.schedule_changed": _schedule,
    "ticket.assignee_changed": _assignee,
    "ticket.department_changed": _department,
    "ticket.category_changed": _category,
    "ticket.type_changed": _type,
    "ticket.subject_changed": _subject,
    "ticket.tags_changed": _tags,
    "time.entry_added": _booked,
    "time.entry_changed": _rebooked,
    "time.entry_deleted": _unbooked,
    "time.timer_discarded": lambda _choices, _data: _("Discarded a timer"),
    "ticket.custom_field_changed": _custom_field,
    "message.from_customer": lambda _choices, _data: _("Wrote"),
    "message.reply_sent": lambda _choices, _data: _("Replied"),
    "message.reply_released": lambda _choices, _data: _("The reply went out"),
    "message.reply_taken_back": lambda _choices, _data: _("Took a reply back before it went out"),
    "message.note_taken_back": lambda _choices, _data: _("Took a note back"),
    "ticket.participant_added": _added,
    "ticket.participant_removed": lambda _choices, data: _("%(name)s is no longer in copy") % {"name": data["label"]},
    "ticket.watcher_added": lambda _choices, data: _("%(name)s watches this ticket") % {"name": data["label"]},
    "ticket.watcher_removed": lambda _choices, data: _("%(name)s watches it no more") % {"name": data["label"]},
    "message.mentioned": _mentioned,
    "message.note_mentioned": _mentioned,
    "ticket.macro_applied": lambda _choices, data: _("Macro: %(name)s") % {"name": data["label"]},
    "ticket.macro_taken_back": lambda _choices, data: _("Macro taken back: %(name)s") % {"name": data["label"]},
    "message.note_added": lambda _choices, _data: _("Added a note"),
    "message.files_changed": lambda _choices, data: _("New version of %(name)s") % {"name": data["label"]},
    "message.note_files_changed": lambda _choices, data: _("New version of %(name)s") % {"name": data["label"]},
    **JOINED,
    **REVISED,
}


def describe(choices: Choices, name: str, data: dict[str, Any]) -> str:
    """Return what an event changed, in the reader's language. An event of a newer version reads as its name."""
    return _WORDS[name](choices, data) if name in _WORDS else name


@dataclass(frozen=True)
class Line:
    """One event in words: what, by whom, when, through which door, and why if another event led to it."""

    id: uuid.UUID
    text: str
    by: str
    at: datetime.datetime
    door: str
    why: str = ""
    mark: str = ""
    """That it was taken back, or takes something back."""
    can_revert: bool = False
    is_detail: bool = False
    """Whether a compact history leaves it out."""

    @property
    def time(self) -> Markup:
        """The time of day."""
        return clock_time(self.at)

    @property
    def when(self) -> str:
        """Day and time."""
        return datetime_text(self.at)


def line_of(choices: Choices, event: Event) -> Line:
    """Return one event in words."""
    return Line(
        id=event.pk,
        text=describe(choices, event.name, event.data),
        by=event.actor_label,
        at=event.created_at,
        door=str(words.DOORS.get(event.door, event.door)),
    )


def history_lines(choices: Choices, events: Sequence[Event]) -> list[Line]:
    """Return a history in words, newest first as it comes: what can be set back, what was, and what led to what.

    A compact history has the changes that hold: no messages, nothing that was taken back, nor that it was.
    """
    gone, known = taken_back_of(events), {event.pk: event for event in events}
    tried = {event.reverts for event in events}
    lines = []
    for event in events:
        cause = known.get(event.caused_by) if event.caused_by else None
        mark = _("Taken back") if event.pk in gone else _("Takes back an earlier change") if event.reverts else ""
        lines.append(
            replace(
                line_of(choices, event),
                why=_("because of: %(event)s") % {"event": describe(choices, cause.name, cause.data)} if cause else "",
                mark=mark,
                can_revert=can_be_set_back(event, tried),
                is_detail=bool(mark) or not event.name.startswith("ticket."),
            )
        )
    return lines

"""Filling a form for a new ticket with a template: what is empty, or still as another template left it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from moondesk.fields.models import in_language
from moondesk.fields.rules import Value
from moondesk.macros.models import TicketTemplate
from moondesk.tickets.fielding import PREFIX
from moondesk.tickets.rules import Priority
from moondesk.web.fielding import as_typed


@dataclass(frozen=True)
class Words:
    """What a template writes into a form: texts, choices and custom fields, by the names of the form's inputs."""

    texts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Value] = field(default_factory=dict)


def options_of(templates: Iterable[TicketTemplate], language: str) -> list[tuple[str, str]]:
    """Return the templates for a field."""
    return [(str(one.pk), in_language(one.names, language)) for one in templates]


def chosen(templates: Sequence[TicketTemplate], wanted: str) -> TicketTemplate | None:
    """Return the template that a form names; none for what is not offered."""
    try:
        pk = uuid.UUID(wanted)
    except ValueError:
        return None
    return next((one for one in templates if one.pk == pk), None)


def choices_of(template: TicketTemplate) -> dict[str, str]:
    """Return what a template chooses, by the names of a form's inputs."""
    found = {"type": template.type, "tags": ", ".join(template.tags)}
    found["priority"] = Priority(template.priority).key if template.priority else ""
    found["category"] = template.category.key if template.category else ""
    found["department"] = str(template.department_id or "")
    return {name: value for name, value in found.items() if value}


def filled(posted: QueryDict, new: Words, before: Words) -> QueryDict:
    """Return what was typed with a template's words in it. What somebody typed themselves is never lost."""
    found = posted.copy()
    for name in {*new.texts, *before.texts}:
        if found.get(name, "").strip() in ("", before.texts.get(name, "").strip()):
            found[name] = new.texts.get(name, "")
    for name, value in new.choices.items():
        found[name] = value
    for key in {*new.fields, *before.fields}:
        name = PREFIX + key
        typed = [one for one in found.getlist(name) if one]
        if typed in ([], ["off"], as_typed(before.fields.get(key))):
            found.setlist(name, as_typed(new.fields.get(key)))
    return found

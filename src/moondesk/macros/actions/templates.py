"""Writing templates for new tickets: created, changed, put in order, retired and brought back; each can be undone."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.differences import differences
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput
from moondesk.macros import rules
from moondesk.macros.actions.writing import checked_bodies, line_of
from moondesk.macros.beginning import UNKNOWN_IN_A_SUBJECT
from moondesk.macros.errors import InvalidMacro, InvalidTemplate
from moondesk.macros.events import TemplateChanged, TemplatesOrdered
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import all_templates, get_template
from moondesk.macros.variables import check_text
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Organization
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.tagging import tidy_tags
from moondesk.tickets.fielding import checked, read_catalogue
from moondesk.tickets.models import Category
from moondesk.tickets.rules import SUBJECT_LENGTH, Priority, TicketType

MOST_TEMPLATES = 200


@dataclasses.dataclass(frozen=True, kw_only=True)
class TemplateEdit:
    """All of a template, as somebody wants it. Texts are by language; empty words leave a ticket's part as it is."""

    names: Mapping[str, str]
    subjects: Mapping[str, str] = dataclasses.field(default_factory=dict)
    bodies: Mapping[str, str] = dataclasses.field(default_factory=dict)
    type: str = ""
    category: str = ""
    department: uuid.UUID | None = None
    priority: str = ""
    tags: Sequence[str] = ()
    fields: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    in_form: bool = False


def create_template(edit: TemplateEdit, *, by: Actor) -> TicketTemplate:
    """Write a new template behind the others."""
    _begin(by)
    count = TicketTemplate.objects.count()
    if count >= MOST_TEMPLATES:
        raise _wrong("", _("There is no room for more. Change some that nobody uses."))
    template = TicketTemplate(position=count)
    _fill(template, edit)
    template.save(force_insert=True)
    _tell(template, {}, by)
    return template


def change_template(template_id: uuid.UUID, edit: TemplateEdit, *, by: Actor) -> TicketTemplate:
    """Change a template into what the edit says; tickets that began with it stay as they are."""
    _begin(by)
    template = get_template(template_id, lock=True)
    before = document_of(template)
    _fill(template, edit)
    _save(template, before, by)
    return template


def retire_template(template_id: uuid.UUID, *, by: Actor) -> TicketTemplate:
    """Let no new ticket begin with the template any more."""
    return _retire(template_id, retired=True, by=by)


def restore_template(template_id: uuid.UUID, *, by: Actor) -> TicketTemplate:
    """Offer a retired template again."""
    return _retire(template_id, retired=False, by=by)


def order_templates(ids: Sequence[str], *, by: Actor) -> None:
    """Put the templates into another order; those not named stay behind, as they were."""
    _begin(by)
    rows = list(all_templates())
    before = [str(row.pk) for row in rows]
    places = {key: place for place, key in enumerate(ids)}
    rows.sort(key=lambda row: places.get(str(row.pk), len(places)))
    after = [str(row.pk) for row in rows]
    if after == before:
        return
    for place, row in enumerate(rows):
        row.position = place
    TicketTemplate.objects.bulk_update(rows, ["position"])
    emit(TemplatesOrdered(subject_id=Organization.objects.get().pk, before=before, after=after), by=by)


def document_of(template: TicketTemplate) -> dict[str, Any]:
    """Return a template as plain data, as history keeps it and programs read it."""
    return {
        "names": template.names,
        "subjects": template.subjects,
        "bodies": template.bodies,
        "type": template.type or None,
        "category": template.category.key if template.category else None,
        "department": str(template.department_id) if template.department_id else None,
        "priority": Priority(template.priority).key if template.priority else None,
        "tags": template.tags,
        "fields": template.field_values,
        "in_form": template.in_form,
        "retired": template.retired_at is not None,
    }


def _begin(by: Actor) -> None:
    by.require(Permission.MACRO_MANAGE)
    Organization.objects.select_for_update(no_key=True).get()


def _retire(template_id: uuid.UUID, *, retired: bool, by: Actor) -> TicketTemplate:
    _begin(by)
    template = get_template(template_id, lock=True)
    before = document_of(template)
    if before["retired"] is not retired:
        template.retired_at = now() if retired else None
        _save(template, before, by)
    return template


def _save(template: TicketTemplate, before: dict[str, Any], by: Actor) -> None:
    if document_of(template) != before:
        template.updated_at = now()
        template.save()
        _tell(template, before, by)


def _tell(template: TicketTemplate, before: dict[str, Any], by: Actor) -> None:
    was, told = differences(before, document_of(template))
    emit(TemplateChanged(subject_id=template.pk, label=str(template), before=was, after=told), by=by)


def _fill(template: TicketTemplate, edit: TemplateEdit) -> None:
    try:
        template.names = _names(edit.names)
        template.subjects = _subjects(edit.subjects)
        template.bodies = checked_bodies(edit.bodies)
    except InvalidMacro as error:
        raise InvalidTemplate(error.message, fields=error.fields, extra=error.extra) from None
    template.type = _one_of(edit.type, "type", [one.value for one in TicketType])
    word = _one_of(edit.priority, "priority", [one.key for one in Priority])
    template.priority = Priority.from_key(word) if word else None
    template.category = _row(Category, edit.category, "category", key=edit.category)
    template.department = _row(Department, edit.department, "department", pk=edit.department)
    template.in_form = edit.in_form
    try:
        template.tags = tidy_tags(edit.tags)
        values = checked(read_catalogue(), edit.fields, template.field_values) if edit.fields else {}
    except InvalidInput as error:
        raise InvalidTemplate(error.message, fields=error.fields, extra=error.extra) from None
    template.field_values = {key: value for key, value in values.items() if value is not None}


def _names(names: Mapping[str, str]) -> dict[str, str]:
    checked_bodies(dict.fromkeys(names, ""))
    found = {language: line_of(text, f"name_{language}", rules.NAME_LENGTH) for language, text in names.items()}
    found = {language: text for language, text in found.items() if text}
    if not found:
        raise _wrong("names", _("Give it a name."))
    return found


def _subjects(subjects: Mapping[str, str]) -> dict[str, str]:
    checked_bodies(dict.fromkeys(subjects, ""))
    found = {}
    for language, text in subjects.items():
        name = f"subject_{language}"
        line = line_of(text, name, SUBJECT_LENGTH)
        try:
            used = check_text(line)
        except InvalidMacro as error:
            raise InvalidTemplate(error.message, fields={name: error.message}, extra=error.extra) from None
        for variable in used:
            if variable in UNKNOWN_IN_A_SUBJECT:
                said = _("{{ %(name)s }} is not known yet when a subject is written.") % {"name": variable}
                raise _wrong(name, said)
        if line:
            found[language] = line
    return found


def _one_of(value: str, field: str, known: Sequence[str]) -> str:
    if value and value not in known:
        raise _wrong(field, _("This cannot be chosen."))
    return value


def _row(model: Any, given: Any, field: str, **wanted: Any) -> Any:
    if not given:
        return None
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise _wrong(field, _("This cannot be chosen."))
    return found


def _wrong(field: str, text: str) -> InvalidTemplate:
    return InvalidTemplate(text, fields={field: text})


@undoes(TemplateChanged)
def take_template_back(event: Event, by: Actor) -> None:
    """Make a template what it was before, unless somebody changed the same since; a new one is retired."""
    _begin(by)
    template = get_template(event.subject_id, lock=True)
    now_there = document_of(template)
    if any(now_there[name] != value for name, value in event.data["after"].items()):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    was = event.data["before"] or {"retired": True}
    wanted = now_there | was
    parts: dict[str, Any] = {one.name: wanted[one.name] for one in dataclasses.fields(TemplateEdit)}
    parts |= {name: wanted[name] or "" for name in ("type", "category", "priority")}
    department = wanted["department"]
    try:
        _fill(template, TemplateEdit(**parts | {"department": uuid.UUID(department) if department else None}))
    except InvalidTemplate as error:
        raise CannotUndo(error.message) from None
    template.retired_at = (template.retired_at or now()) if wanted["retired"] else None
    _save(template, now_there, by)


@undoes(TemplatesOrdered)
def take_order_back(event: Event, by: Actor) -> None:
    """Put the templates into the order they had, unless somebody ordered them since."""
    if [str(pk) for pk in all_templates().values_list("pk", flat=True)] != event.data["after"]:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    order_templates(event.data["before"], by=by)

"""Writing macros: agents their own, managers those of a department or of all."""

import dataclasses
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.conversations.rules import BODY_LENGTH, MessageKind, clean_text
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.macros import rules
from moondesk.macros.errors import InvalidMacro
from moondesk.macros.events import MacroChanged, MacroCreated, MacroRemoved
from moondesk.macros.models import Macro
from moondesk.macros.queries import may_change, usable_by
from moondesk.macros.rules import MacroScope
from moondesk.macros.variables import check_text
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Status
from moondesk.tickets.rules import Priority


@dataclasses.dataclass(frozen=True)
class MacroEdit:
    """All of a macro, as somebody wants it. ``changes`` as in ``rules.CHANGES``; ``bodies`` by language."""

    name: str
    bodies: Mapping[str, str]
    changes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    category: str = ""
    shortcut: str = ""
    scope: MacroScope = MacroScope.PERSONAL
    department: uuid.UUID | None = None
    kind: MessageKind = MessageKind.REPLY


def create_macro(edit: MacroEdit, *, by: Actor) -> Macro:
    """Write a new macro."""
    if Macro.objects.count() >= rules.MOST_MACROS:
        raise _wrong("name", _("There is no room for more. Remove some that nobody uses."))
    macro = Macro(owner_id=by.member_id)
    _fill(macro, edit, by=by)
    macro.save(force_insert=True)
    emit(MacroCreated(subject_id=macro.pk, label=macro.name, scope=macro.scope), by=by)
    return macro


def change_macro(macro: Macro, edit: MacroEdit, *, by: Actor) -> Macro:
    """Change a macro into what the edit says."""
    _check_may(macro, by)
    before = {field: getattr(macro, field) for field in _FIELDS}
    _fill(macro, edit, by=by)
    changed = tuple(field for field in _FIELDS if getattr(macro, field) != before[field])
    if changed:
        macro.updated_at = now()
        macro.save()
        emit(MacroChanged(subject_id=macro.pk, label=macro.name, scope=macro.scope, fields=changed), by=by)
    return macro


def remove_macro(macro: Macro, *, by: Actor) -> None:
    """Remove a macro; what it wrote and did stays."""
    _check_may(macro, by)
    emit(MacroRemoved(subject_id=macro.pk, label=macro.name, scope=macro.scope), by=by)
    macro.delete()


_FIELDS = ("name", "category", "shortcut", "scope", "owner_id", "department_id", "kind", "bodies", "changes")


def _check_may(macro: Macro, by: Actor) -> None:
    if not may_change(by, macro):
        raise NotAllowed(_("This macro is not yours to change."), extra={"permission": Permission.MACRO_MANAGE.value})


def _fill(macro: Macro, edit: MacroEdit, *, by: Actor) -> None:
    macro.name = line_of(edit.name, "name", rules.NAME_LENGTH, needed=_("Give it a name."))
    macro.category = line_of(edit.category, "category", rules.CATEGORY_LENGTH)
    macro.shortcut = _shortcut(macro, edit.shortcut, by=by)
    macro.kind = edit.kind
    macro.scope, macro.department_id, macro.owner_id = _scope(macro, edit, by=by)
    macro.bodies = checked_bodies(edit.bodies)
    macro.changes = check_changes(edit.changes)
    if not macro.bodies and not macro.changes:
        raise _wrong("body", _("Write a text, or choose what it changes."))


def line_of(text: str, field: str, most: int, *, needed: str = "") -> str:
    """Return a line as it is kept. Raises ``InvalidMacro`` beside its field."""
    line = " ".join(clean_text(text).split())
    if needed and not line:
        raise _wrong(field, needed)
    if len(line) > most:
        raise _wrong(field, _("Keep it under %(most)s characters.") % {"most": most + 1})
    return line


def _shortcut(macro: Macro, text: str, *, by: Actor) -> str:
    shortcut = rules.tidy_shortcut(line_of(text, "shortcut", rules.SHORTCUT_LENGTH))
    if shortcut and usable_by(by).filter(shortcut=shortcut).exclude(pk=macro.pk).exists():
        raise _wrong("shortcut", _("Another one has this shortcut already."))
    return shortcut


def _scope(macro: Macro, edit: MacroEdit, *, by: Actor) -> tuple[str, uuid.UUID | None, uuid.UUID | None]:
    if edit.scope is MacroScope.PERSONAL:
        by.require(Permission.MACRO_OWN)
        if by.member_id is None:
            raise NotAllowed(_("Only a member has macros of their own."))
        return edit.scope, None, by.member_id
    by.require(Permission.MACRO_MANAGE)
    if edit.scope is MacroScope.ORGANIZATION:
        return edit.scope, None, macro.owner_id
    if edit.department is None or not Department.objects.filter(pk=edit.department).exists():
        raise _wrong("department", _("Choose a department."))
    if not by.may(Permission.TICKET_VIEW_ALL) and edit.department not in by.scope.departments:
        raise _wrong("department", _("Choose one of your departments."))
    return edit.scope, edit.department, macro.owner_id


def checked_bodies(bodies: Mapping[str, str]) -> dict[str, str]:
    """Return texts by language as they are kept. Raises ``InvalidMacro`` beside the text that does not fit."""
    found = {}
    for language, text in bodies.items():
        if language not in dict(settings.LANGUAGES):
            raise _wrong("body", _("There is no such language."))
        body = clean_text(text).strip()
        if len(body) > BODY_LENGTH:
            raise _wrong(f"body_{language}", _("Keep it under %(most)s characters.") % {"most": BODY_LENGTH + 1})
        try:
            check_text(body)
        except InvalidMacro as error:
            fields = {f"body_{language}": error.message}
            raise InvalidMacro(error.message, fields=fields, extra=error.extra) from None
        if body:
            found[language] = body
    return found


def check_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes in one form. Raises ``InvalidMacro`` for one to something that there is not."""
    for name in changes:
        if name not in rules.CHANGES:
            raise _wrong(name, _("A macro cannot change this."))
    found = rules.tidy_changes(changes)
    refused = _("This cannot be chosen.")
    if "status" in found and not Status.objects.filter(key=found["status"], retired_at=None).exists():
        raise _wrong("status", refused)
    if "priority" in found and found["priority"] not in [priority.key for priority in Priority]:
        raise _wrong("priority", refused)
    for name, model in (("assignee", Member), ("department", Department)):
        if name in found and found[name] not in ("me", "nobody") and not _exists(model, found[name]):
            raise _wrong(name, refused)
    return found


def _exists(model: Any, value: str) -> bool:
    try:
        return bool(model.objects.filter(pk=uuid.UUID(value)).exists())
    except ValueError:
        return False


def _wrong(field: str, text: str) -> InvalidMacro:
    return InvalidMacro(text, fields={field: text})

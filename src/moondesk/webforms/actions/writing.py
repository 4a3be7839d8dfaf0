"""Writing web forms: created, changed, retired and brought back; each can be undone."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.differences import differences
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.fields.queries import read_definitions
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Organization
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Category
from moondesk.webforms.actions.sites import checked_sites
from moondesk.webforms.errors import FormsFull, InvalidSites, InvalidWebForm
from moondesk.webforms.events import WebFormChanged
from moondesk.webforms.models import WebForm
from moondesk.webforms.queries import get_form
from moondesk.webforms.rules import MOST_FORMS, NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH, is_key


@dataclasses.dataclass(frozen=True, kw_only=True)
class WebFormEdit:
    """All of a web form, as wanted. Texts are by language; without ``fields`` it asks all of the category."""

    name: str
    titles: Mapping[str, str] = dataclasses.field(default_factory=dict)
    intros: Mapping[str, str] = dataclasses.field(default_factory=dict)
    thanks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    department: uuid.UUID | None = None
    category: str = ""
    asks_category: bool = True
    fields: Sequence[str] | None = None
    sites: Sequence[str] = ()
    takes_files: bool = True
    confirms: bool = False
    asks_proof: bool = False


def create_form(key: str, edit: WebFormEdit, *, by: Actor) -> WebForm:
    """Write a new form, shown at once under its key."""
    _begin(by)
    if WebForm.objects.count() >= MOST_FORMS:
        raise FormsFull(_("There is no room for more. Change some that nobody uses."))
    if not is_key(key):
        raise _wrong("key", _("Use small letters, digits and dashes, up to 40."))
    if WebForm.objects.filter(key=key).exists():
        raise _wrong("key", _("There is a form with this key already."))
    form = WebForm(key=key)
    _fill(form, edit)
    form.save(force_insert=True)
    _tell(form, {}, by)
    return form


def lock_form(form_id: uuid.UUID, *, by: Actor) -> WebForm:
    """Return a form as nobody else can change it any more until this is done."""
    _begin(by)
    return get_form(form_id, lock=True)


def change_form(form_id: uuid.UUID, edit: WebFormEdit, *, by: Actor) -> WebForm:
    """Change a form into what the edit says; its key stays."""
    _begin(by)
    form = get_form(form_id, lock=True)
    before = document_of(form)
    _fill(form, edit)
    _save(form, before, by)
    return form


def drafted_form(form_id: uuid.UUID, edit: WebFormEdit, *, by: Actor) -> WebForm:
    """Return a form as the edit would make it, kept nowhere."""
    by.require(Permission.ORGANIZATION_MANAGE)
    form = get_form(form_id)
    _fill(form, edit)
    return form


def retire_form(form_id: uuid.UUID, *, by: Actor) -> WebForm:
    """Show the form no more, wherever it is embedded."""
    return _retire(form_id, retired=True, by=by)


def restore_form(form_id: uuid.UUID, *, by: Actor) -> WebForm:
    """Show a retired form again."""
    return _retire(form_id, retired=False, by=by)


def document_of(form: WebForm) -> dict[str, Any]:
    """Return a form as plain data, as history keeps it and programs read it."""
    return {
        "name": form.name,
        "titles": form.titles,
        "intros": form.intros,
        "thanks": form.thanks,
        "department": str(form.department_id) if form.department_id else None,
        "category": form.category.key if form.category else None,
        "asks_category": form.asks_category,
        "fields": form.field_keys,
        "sites": form.sites,
        "takes_files": form.takes_files,
        "confirms": form.confirms,
        "asks_proof": form.asks_proof,
        "retired": form.retired_at is not None,
    }


def _begin(by: Actor) -> None:
    by.require(Permission.ORGANIZATION_MANAGE)
    Organization.objects.select_for_update(no_key=True).get()


def _retire(form_id: uuid.UUID, *, retired: bool, by: Actor) -> WebForm:
    _begin(by)
    form = get_form(form_id, lock=True)
    before = document_of(form)
    if before["retired"] is not retired:
        form.retired_at = now() if retired else None
        _save(form, before, by)
    return form


def _save(form: WebForm, before: dict[str, Any], by: Actor) -> None:
    if document_of(form) != before:
        form.updated_at = now()
        form.save()
        _tell(form, before, by)


def _tell(form: WebForm, before: dict[str, Any], by: Actor) -> None:
    was, told = differences(before, document_of(form))
    emit(WebFormChanged(subject_id=form.pk, label=form.name, before=was, after=told), by=by)


def _fill(form: WebForm, edit: WebFormEdit) -> None:
    form.name = _line(edit.name, "name", NAME_LENGTH)
    if not form.name:
        raise _wrong("name", _("Give it a name."))
    form.titles = {code: _line(text, f"title_{code}", TITLE_LENGTH) for code, text in _spoken(edit.titles, "title")}
    form.intros = {code: _text(text, f"intro_{code}") for code, text in _spoken(edit.intros, "intro")}
    form.thanks = {code: _text(text, f"thanks_{code}") for code, text in _spoken(edit.thanks, "thanks")}
    form.category = _row(Category, edit.category, "category", key=edit.category)
    form.department = _row(Department, edit.department, "department", pk=edit.department)
    form.asks_category = edit.asks_category
    form.field_keys = None if edit.fields is None else _fields(edit.fields)
    form.takes_files, form.confirms, form.asks_proof = edit.takes_files, edit.confirms, edit.asks_proof
    try:
        form.sites = checked_sites(edit.sites)
    except InvalidSites as error:
        raise InvalidWebForm(error.message, fields=error.fields) from None


def _fields(given: Sequence[str]) -> list[str]:
    known = {one.key for one in read_definitions()}
    wanted = list(dict.fromkeys(given))
    for key in wanted:
        if key not in known:
            raise _wrong("fields", _("There is no field %(field)s.") % {"field": key[:40]})
    return wanted


def _spoken(texts: Mapping[str, str], field: str) -> list[tuple[str, str]]:
    known = dict(settings.LANGUAGES)
    for code in texts:
        if code not in known:
            raise _wrong(field, _("There is no such language."))
    return [(code, text) for code, text in texts.items() if text.strip()]


def _line(text: str, field: str, most: int) -> str:
    return _fits(" ".join(text.split()), field, most)


def _text(text: str, field: str) -> str:
    return _fits(text.replace("\r\n", "\n").strip(), field, TEXT_LENGTH)


def _fits(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise _wrong(field, _("Keep this under %(most)s characters.") % {"most": most + 1})
    if any(not char.isprintable() and char != "\n" for char in text):
        raise _wrong(field, _("There are characters that cannot be shown."))
    return text


def _row(model: Any, given: Any, field: str, **wanted: Any) -> Any:
    if not given:
        return None
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise _wrong(field, _("This cannot be chosen."))
    return found


def _wrong(field: str, text: str) -> InvalidWebForm:
    return InvalidWebForm(text, fields={field: text})


@undoes(WebFormChanged)
def take_form_back(event: Event, by: Actor) -> None:
    """Make a form what it was before, unless somebody changed the same since; a new one is retired."""
    _begin(by)
    form = get_form(event.subject_id, lock=True)
    now_there = document_of(form)
    if any(now_there[name] != value for name, value in event.data["after"].items()):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    wanted = now_there | (event.data["before"] or {"retired": True})
    parts: dict[str, Any] = {one.name: wanted[one.name] for one in dataclasses.fields(WebFormEdit)}
    department = wanted["department"]
    parts |= {"category": wanted["category"] or "", "department": uuid.UUID(department) if department else None}
    try:
        _fill(form, WebFormEdit(**parts))
    except InvalidWebForm as error:
        raise CannotUndo(error.message) from None
    form.retired_at = (form.retired_at or now()) if wanted["retired"] else None
    _save(form, now_there, by)

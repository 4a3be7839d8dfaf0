"""Changing what fields there are. Nothing is ever lost: fields and options are retired, and can come back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.differences import differences
from moondesk.fields.checking import MOST_FIELDS, flaws_of, in_order, plain_number, text_of
from moondesk.fields.errors import InvalidField
from moondesk.fields.events import FieldChanged, FieldsOrdered
from moondesk.fields.forms import FACTS
from moondesk.fields.models import Field, option_document
from moondesk.fields.queries import all_fields, get_field
from moondesk.fields.rules import Definition, Kind, Option
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.letters import plain_letters
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission

_WRITTEN = ("labels", "help", "options", "least", "most", "places")


def add_field(kind: Kind, *, by: Actor, key: str = "", options: Sequence[Option] = (), **parts: Any) -> Field:
    """Add a field at the end. Without a ``key`` it gets one of its first name. Raises ``InvalidField``."""
    _begin(by)
    known = all_fields()
    if len([one for one in known if one.retired_at is None]) >= MOST_FIELDS:
        text = _("An organization can have %(most)s fields.") % {"most": MOST_FIELDS}
        raise InvalidField(text, fields={"": text})
    labels = parts.get("labels", {})
    wanted = Definition(key=_new_key(key, labels, [*FACTS, *(one.key for one in known)]), kind=kind, **_tidied(parts))
    wanted = replace(wanted, options=_with_keys(options, ()))
    _check(wanted)
    row = Field(key=wanted.key, kind=kind, position=len(known))
    _put(row, wanted, before={}, by=by)
    return row


def change_field(key: str, *, by: Actor, options: Sequence[Option] | None = None, **parts: Any) -> Field:
    """Change what a field is called, what it takes, or its options; those left out are retired, never removed."""
    _begin(by)
    row = get_field(key, lock=True)
    now_there = row.definition
    wanted = replace(now_there, **_tidied(parts))
    if options is not None:
        wanted = replace(wanted, options=_with_keys(options, now_there.options))
    _check(wanted)
    _put(row, wanted, before=document_of(row), by=by)
    return row


def retire_field(key: str, *, by: Actor) -> None:
    """Let no ticket be given the field any more. Its values stay in history, and readable by programs."""
    _retire(key, retired=True, by=by)


def restore_field(key: str, *, by: Actor) -> None:
    """Bring a retired field back, with the values that tickets had."""
    _retire(key, retired=False, by=by)


def _retire(key: str, *, retired: bool, by: Actor) -> None:
    _begin(by)
    row = get_field(key, lock=True)
    if (row.retired_at is not None) is retired:
        return
    before = document_of(row)
    row.retired_at = now() if retired else None
    row.save(update_fields=["retired_at"])
    _tell(row, before, by)


def order_fields(keys: Sequence[str], *, by: Actor) -> None:
    """Put the fields into another order; those not named stay behind, as they were."""
    _begin(by)
    rows = all_fields()
    before = [row.key for row in rows]
    places = {key: place for place, key in enumerate(keys)}
    rows.sort(key=lambda row: places.get(row.key, len(places)))
    after = [row.key for row in rows]
    if after == before:
        return
    for place, row in enumerate(rows):
        row.position = place
    Field.objects.bulk_update(rows, ["position"])
    emit(FieldsOrdered(subject_id=tenancy.current_organization_id(), before=before, after=after), by=by)


def document_of(row: Field) -> dict[str, Any]:
    """Return a field as plain data, as history keeps it."""
    definition = row.definition
    return {
        "kind": definition.kind.value,
        "labels": dict(definition.labels),
        "help": dict(definition.help),
        "options": [option_document(one) for one in definition.options],
        "least": plain_number(definition.least),
        "most": plain_number(definition.most),
        "places": definition.places,
        "retired": definition.is_retired,
    }


def _begin(by: Actor) -> None:
    by.require(Permission.FIELD_MANAGE)
    Organization.objects.select_for_update(no_key=True).get()


def _tidied(parts: Mapping[str, Any]) -> dict[str, Any]:
    tidy = dict(parts)
    for name in ("labels", "help"):
        if name in tidy:
            tidy[name] = {language: text.strip() for language, text in tidy[name].items() if text.strip()}
    for name in ("least", "most"):
        if tidy.get(name) is not None:
            tidy[name] = Decimal(str(tidy[name]))
    return tidy


def _new_key(wanted: str, labels: Mapping[str, str], taken: Sequence[str]) -> str:
    if wanted:
        if slugify(wanted).replace("-", "_") != wanted or len(wanted) > 40:
            text = _("A key has small letters, digits and _, at most 40.")
            raise InvalidField(text, fields={"key": text})
        if wanted in taken:
            text = _("This key is or was that of another field; keys are never used again.")
            raise InvalidField(text, fields={"key": text})
        return wanted
    return free_key(labels, "field", taken)


def free_key(labels: Mapping[str, str], stand_in: str, taken: Sequence[str]) -> str:
    """Return a key made of a name, that none of the others has."""
    label = labels.get("en") or next(iter(labels.values()), "")
    stem = slugify(plain_letters(label)).replace("-", "_")[:34].strip("_") or stand_in
    return next(key for number in range(1, 10_000) if (key := f"{stem}_{number}" if number > 1 else stem) not in taken)


def _with_keys(wanted: Sequence[Option], known: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options with a key for each new one, and behind them, retired, those that were left out."""
    found: list[Option] = []
    taken = [one.key for one in known] + [one.key for one in wanted if one.key]
    for one in wanted:
        labels = {language: text.strip() for language, text in one.labels.items() if text.strip()}
        key = one.key or free_key(labels, "option", taken)
        if any(other.key == key for other in found):
            text = _("Two options have the same key.")
            raise InvalidField(text, fields={f"options.{key}": text})
        taken.append(key)
        found.append(replace(one, key=key, labels=labels))
    there = {one.key for one in found}
    found += [replace(one, is_retired=True) for one in known if one.key not in there]
    return in_order(tuple(found))


def _check(wanted: Definition) -> None:
    wrong = flaws_of(wanted, dict(settings.LANGUAGES))
    if wrong:
        texts = {name: text_of(code) for name, code in reversed(wrong)}
        raise InvalidField(text_of(wrong[0][1]), fields=texts, extra={"codes": dict(reversed(wrong))})


def _put(row: Field, wanted: Definition, *, before: dict[str, Any], by: Actor) -> None:
    for name in _WRITTEN:
        value = getattr(wanted, name)
        setattr(row, name, [option_document(one) for one in value] if name == "options" else value)
    after = document_of(row)
    if after != before:
        row.save()
        _tell(row, before, by)


def _tell(row: Field, before: dict[str, Any], by: Actor) -> None:
    was, told = differences(before, document_of(row))
    emit(FieldChanged(subject_id=row.pk, key=row.key, before=was, after=told), by=by)

"""What the fields of a search mean: each turns a term into a condition on tickets, or says what does not fit."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from moondesk.fields.queries import read_definitions
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import search_people
from moondesk.tickets.conditions import SLA, attention_condition, sla_condition, status_condition
from moondesk.tickets.field_lists import fields_condition
from moondesk.tickets.folding import fold
from moondesk.tickets.list_query import FIELD, ListQuery
from moondesk.tickets.models import Category, Status
from moondesk.tickets.moments import Sla
from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, Channel, Priority, Stage, TicketType
from moondesk.tickets.search_language import Clause, Kind, Term, refuse
from moondesk.tickets.search_reading import NONE, labelled, no_operator, or_none, unknown, words_of
from moondesk.tickets.search_text import tags_condition
from moondesk.tickets.search_times import read_stretch

type Meaning = Callable[[Actor, Term], Q]


def _status(actor: Actor, term: Term) -> Q:
    stages = {fold(stage.value): stage for stage in Stage}
    known = stages | labelled(list(Status.objects.all()))
    found = words_of(term, known)
    keys = tuple(str(one) for one in found if not isinstance(one, Stage))
    wanted = Q(stage__in=[one.value for one in found if isinstance(one, Stage)])
    return wanted | status_condition(actor, keys) if keys else wanted


def _stage(actor: Actor, term: Term) -> Q:
    return Q(stage__in=words_of(term, {fold(stage.value): stage.value for stage in Stage}))


_PRIORITIES = {one.key: one for one in Priority} | {
    "baja": Priority.LOW,
    "media": Priority.MEDIUM,
    "alta": Priority.HIGH,
    "urgente": Priority.URGENT,
}


def _priority(actor: Actor, term: Term) -> Q:
    way = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}.get(term.operator)
    found = []
    for value in term.values:
        if value.text.casefold() not in _PRIORITIES:
            raise unknown(term, value, [one.key for one in Priority])
        found.append(int(_PRIORITIES[value.text.casefold()]))
    return Q(**{f"priority__{way}": found[0]}) if way else Q(priority__in=found)


def _category(actor: Actor, term: Term) -> Q:
    return or_none(term, "category", lambda rest: Q(category__key__in=words_of(rest, labelled(_categories()))))


def _categories() -> list[Category]:
    return list(Category.objects.all())


def _sla(actor: Actor, term: Term) -> Q:
    return sla_condition(words_of(term, {fold(one.value): one for one in Sla} | {fold(one): Sla.NONE for one in NONE}))


def _type(actor: Actor, term: Term) -> Q:
    return Q(type__in=words_of(term, {fold(one.value): one.value for one in TicketType}))


def _channel(actor: Actor, term: Term) -> Q:
    return Q(channel__in=words_of(term, {fold(one.value): one.value for one in Channel}))


def _tag(actor: Actor, term: Term) -> Q:
    no_operator(term)
    tags = [value.text.lower().removeprefix("#") for value in term.values]
    wanted = Q(tags=[]) if any(tag in NONE for tag in tags) else Q()
    rest = [tag for tag in tags if tag not in NONE]
    if not rest:
        return wanted
    return wanted | tags_condition(rest) if wanted else tags_condition(rest)


def _when(column: str, *, ahead: bool = False) -> Meaning:
    def read(actor: Actor, term: Term) -> Q:
        here = now().astimezone(timezone.get_current_timezone())
        wanted = Q()
        for value in term.values:
            if value.text.casefold() in NONE and not term.operator:
                wanted |= Q(**{column: None})
                continue
            try:
                first, after = read_stretch(term.operator, value.text, here, ahead=ahead)
            except ValueError:
                text = _("“%(value)s” is no time. Write 7d, 2026-11-01, today or 2026-11-01..2026-11-15.")
                raise refuse(text % {"value": value.text[:60]}, value.start, value.end) from None
            if first and after and after <= first:
                text = _("“%(value)s” ends before it begins.")
                raise refuse(text % {"value": value.text[:60]}, value.start, value.end)
            wanted |= _between(column, first, after)
        return wanted

    return read


def _between(column: str, first: datetime.datetime | None, after: datetime.datetime | None) -> Q:
    wanted = Q()
    if first:
        wanted &= Q(**{f"{column}__gte": first})
    if after:
        wanted &= Q(**{f"{column}__lt": after})
    return wanted


_OPEN = [stage.value for stage in ACTIVE_STAGES]
_DONE = [stage.value for stage in DONE_STAGES]
_STATES = {
    "unassigned": Q(assignee_id=None),
    "assigned": Q(assignee_id__isnull=False),
    "active": Q(stage__in=_OPEN),
    "done": Q(stage__in=_DONE),
    "overdue": SLA[Sla.OVERDUE],
    "breached": SLA[Sla.BREACHED],
    "snoozed": Q(snoozed_at__isnull=False),
    "archived": Q(archived_at__isnull=False),
    "answered": Q(first_response_at__isnull=False),
    "unanswered": Q(first_response_at=None),
}
_OWN: dict[str, Callable[[Actor], Q]] = {
    "mine": lambda actor: Q(assignee_id=actor.member_id or uuid.UUID(int=0)),
    "watched": lambda actor: attention_condition(actor, ListQuery(watched=True)),
    "mentioned": lambda actor: attention_condition(actor, ListQuery(mentioned=True)),
}
STATES = (*_STATES, *_OWN)
"""What ``is:`` knows beside the stages."""


def _is(actor: Actor, term: Term) -> Q:
    no_operator(term)
    stages, wanted = [stage.value for stage in Stage], Q()
    for value in term.values:
        word = value.text.casefold()
        if word in _STATES:
            wanted |= _STATES[word]
        elif word in _OWN:
            wanted |= _OWN[word](actor)
        elif word in stages:
            wanted |= Q(stage=word)
        else:
            raise unknown(term, value, [*STATES, *stages])
    return wanted


def _custom(actor: Actor, term: Term) -> Q:
    part = {"": "", "=": "", ">=": ".from", "<=": ".to"}.get(term.operator)
    if part is None:
        words = {"key": term.key, "operator": term.operator}
        raise term.refusal(_("%(key)s: cannot be compared by %(operator)s.") % words)
    is_empty = not part and len(term.values) == 1 and term.values[0].text.casefold() in NONE
    asked = (f"{term.key}.empty", "true") if is_empty else (term.key + part, _joined(term))
    try:
        return fields_condition(actor, ListQuery(fields=(asked,)))
    except InvalidInput as error:
        start, end = term.values[0].start, term.values[-1].end
        if all(one.key != term.key.removeprefix(FIELD) for one in read_definitions()):
            start, end = term.start + term.negated, term.start + term.negated + len(term.key)
        raise refuse(error.message, start, end) from None


def _joined(term: Term) -> str:
    return ",".join(value.text for value in term.values)


STAFF_ONLY = frozenset({"assignee", "tag", "snoozed", "archived", "company", "due", "requester", "is", "sla"})
FIELDS: dict[str, Meaning] = {
    "status": _status,
    "stage": _stage,
    "priority": _priority,
    "assignee": search_people.assignee,
    "requester": search_people.requester,
    "company": search_people.company,
    "department": search_people.department,
    "category": _category,
    "type": _type,
    "channel": _channel,
    "tag": _tag,
    "sla": _sla,
    "is": _is,
    "created": _when("created_at"),
    "updated": _when("updated_at"),
    "due": _when("due_at", ahead=True),
    "resolved": _when("resolved_at"),
    "closed": _when("closed_at"),
    "message": _when("last_message_at"),
}
"""All fields but the custom ones, which are ``field.`` and their key."""
SPANISH = {
    "estado": "status", "etapa": "stage", "prioridad": "priority", "asignado": "assignee", "solicitante": "requester",
    "empresa": "company", "departamento": "department", "categoria": "category", "tipo": "type", "canal": "channel",
    "etiqueta": "tag", "es": "is", "creado": "created", "actualizado": "updated", "vence": "due",
    "resuelto": "resolved", "cerrado": "closed", "mensaje": "message",
}  # fmt: skip
"""Fields by their Spanish names, which mean the same whatever language the reader has: searches are shared."""


def refuse_unfinished(clauses: Iterable[Clause]) -> None:
    """Refuse a field that nothing follows, such as ``priority: high`` has: searched as a word it would find nothing."""
    for term in (term for clause in clauses for term in clause if term.kind is Kind.WORD):
        key = fold(term.text.removesuffix(":"))
        if term.text.endswith(":") and (key in FIELDS or key in SPANISH):
            text = _("A value is missing after %(key)s: (without a space). As words it goes in quotation marks.")
            raise refuse(text % {"key": term.text[:-1]}, term.start, term.end)


def condition_of(actor: Actor, term: Term) -> Q:
    """Return the condition of one term about a field. Raises ``InvalidSearch``."""
    key = SPANISH.get(fold(term.key), term.key)
    meaning = _custom if key.startswith(FIELD) else FIELDS.get(key)
    if meaning is None or (key in STAFF_ONLY and not actor.is_staff):
        start = term.start + term.negated
        text = _("There is no field %(key)s:. To search for it as words, put it in quotation marks.")
        raise refuse(text % {"key": term.key}, start, start + len(term.key) + 1)
    if key == "requester" and not actor.may(Permission.CONTACT_VIEW) and actor.is_staff:
        raise term.refusal(_("You may not search by people."))
    found = meaning(actor, term)
    return ~found if term.negated else found

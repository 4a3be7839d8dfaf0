"""Asking for an export, cancelling it, fetching it, and letting it go."""

import uuid
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.audit.actions import note_export
from moondesk.audit.queries import Question
from moondesk.events.actions import emit
from moondesk.exports.columns import LOG_COLUMNS, checked
from moondesk.exports.errors import ExportOver, InvalidExport, TooManyExports
from moondesk.exports.events import ExportFetched, ExportFinished, ExportStarted
from moondesk.exports.models import TicketExport
from moondesk.exports.permissions import NEEDED, is_token, may_export
from moondesk.exports.queries import active_of, beyond_room, check_ready, forgotten, out_of_time
from moondesk.exports.rules import MOST_CHOSEN, MOST_WAITING, READY_FOR, Content, ExportFormat, ExportState
from moondesk.files import storage
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import matching, parameters_of
from moondesk.tickets.queries import find_number, listed_to

_PLACE = ("cursor", "limit")


@dataclass(frozen=True)
class NewExport:
    """What is to be taken along, and how: no ``columns`` are all there are.

    ``tickets`` by their ids or numbers, in the order of the question, stand in place of its filters.
    """

    format: ExportFormat
    question: ListQuery
    columns: Sequence[str] = ()
    time_zone: str = "UTC"
    tickets: Sequence[uuid.UUID | str] | None = None


def start_export(new: NewExport, *, by: Actor) -> TicketExport:
    """Write down what is to be exported, which a worker then writes.

    Raises ``InvalidExport`` or ``InvalidList`` for what does not fit, ``NotAllowed``, and ``TooManyExports`` while
    others of the member are under way.
    """
    member_id = _check(Content.TICKETS, by)
    if new.time_zone not in zoneinfo.available_timezones():
        text = _("There is no such time zone.")
        raise InvalidExport(text, fields={"time_zone": text})
    matching(by, new.question)  # what asks for a field that there is not is told now
    chosen = None if new.tickets is None else _chosen(new.tickets, by)
    export = TicketExport(
        member_id=member_id,
        time_zone=new.time_zone,
        format=new.format.value,
        question={name: value for name, value in parameters_of(new.question).items() if name not in _PLACE},
        chosen=chosen,
        columns=[] if new.format is ExportFormat.JSON else checked(new.columns),
    )
    return _begin(export, by)


def start_audit_export(format_: ExportFormat, question: Question, *, by: Actor) -> TicketExport:
    """Write down what of the audit log is to be exported. Raises ``NotAllowed`` and ``TooManyExports``."""
    member_id = _check(Content.AUDIT, by)
    export = TicketExport(
        member_id=member_id,
        content=Content.AUDIT.value,
        time_zone="UTC",
        format=format_.value,
        question=question.data(),
        columns=[] if format_ is ExportFormat.JSON else list(LOG_COLUMNS),
    )
    return _begin(export, by)


def _check(content: Content, by: Actor) -> uuid.UUID:
    """Return as which member the actor exports."""
    by.require(NEEDED[content])
    if by.member_id is None or not may_export(by, content):
        raise NotAllowed(_("Only members can export."))
    if active_of(by.member_id).count() >= MOST_WAITING:
        raise TooManyExports(_("Other exports of yours are still under way. Wait for them, or cancel one."))
    return by.member_id


def _begin(export: TicketExport, by: Actor) -> TicketExport:
    export.token_id = by.id if is_token(by) else None
    export.door, export.language = by.door.value, translation.get_language() or "en"
    export.save()
    _let_go(beyond_room(export.member_id))
    started = ExportStarted(
        subject_id=export.pk,
        format=export.format,
        question=export.question,
        chosen=None if export.chosen is None else len(export.chosen),
        content=export.content,
    )
    emit(started, by=by)
    return export


def _chosen(tickets: Sequence[uuid.UUID | str], by: Actor) -> list[uuid.UUID]:
    """Return the ids of the tickets that were named and that the actor sees; a number that is none is refused."""
    if len(tickets) > MOST_CHOSEN:
        raise _refuse(_("Choose at most %(most)d tickets one by one.") % {"most": MOST_CHOSEN})
    ids = [one for one in tickets if isinstance(one, uuid.UUID)]
    numbers = {find_number(one): one for one in tickets if isinstance(one, str)}
    seen = listed_to(by).order_by()
    found = list(seen.filter(pk__in=ids).values_list("pk", flat=True)) if ids else []
    named = dict(seen.filter(number__in=list(numbers)).values_list("number", "pk")) if numbers else {}
    missing = next((text for number, text in numbers.items() if number not in named), None)
    if missing is not None:
        raise _refuse(_("There is no ticket %(number)s.") % {"number": missing[:40]})
    found += named.values()
    if not found:
        raise _refuse(_("Choose at least one ticket."))
    return list(dict.fromkeys(found))


def _refuse(text: str) -> InvalidExport:
    return InvalidExport(text, fields={"tickets": text})


def cancel_export(export: TicketExport, *, by: Actor) -> None:
    """Stop an export, which came locked; what was written goes."""
    if not export.is_active:
        raise ExportOver(_("This is over already."))
    close(export, ExportState.CANCELLED, by=by)


def close(export: TicketExport, state: ExportState, *, by: Actor) -> None:
    """Write down that there is nothing more to do."""
    export.state, export.finished_at = state.value, now()
    if state is ExportState.DONE:
        export.expires_at = export.finished_at + READY_FOR
    export.save()
    emit(
        ExportFinished(
            subject_id=export.pk,
            format=export.format,
            state=export.state,
            tickets=None if export.is_log else export.done,
            entries=export.done if export.is_log else None,
        ),
        by=by,
    )


def note_fetched(export: TicketExport, *, by: Actor) -> None:
    """Write down that the file is given to the actor. Raises ``ExportNotReady`` when there is none for them."""
    by.require(NEEDED[Content(export.content)])
    check_ready(export, by=by)
    if export.is_log:
        note_export(export.question, export.format, export.done, by=by)
        return
    emit(ExportFetched(subject_id=export.pk, format=export.format, tickets=export.done), by=by)


def clean_up() -> bool:
    """Remove files whose time is over, and what is known of exports of long ago; says whether there may be more."""
    old = out_of_time()
    _let_go(old)
    forgotten().delete()
    return bool(old)


def _let_go(old: Sequence[TicketExport]) -> None:
    keys = [export.key for export in old]
    for export in old:
        export.state, export.key = ExportState.EXPIRED.value, ""
    TicketExport.objects.bulk_update(old, ["state", "key"])
    transaction.on_commit(lambda: storage.drop(keys))

"""Answering all incidents of a problem with one text, each as if it were answered by itself."""

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.conversations.actions.messages import reply_to_customer
from moondesk.conversations.actions.writing import check_body
from moondesk.conversations.errors import NoIncidents
from moondesk.conversations.events import ReplySent
from moondesk.events.actions import emit
from moondesk.events.doer import Cause
from moondesk.events.models import Event
from moondesk.events.queries import has_caused
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import acting_member
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.joined_events import IncidentsAnswered, IncidentsToAnswer
from moondesk.tickets.links import incidents_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, lock_ticket, number_of
from moondesk.tickets.rules import DONE_STAGES


def answer_incidents(problem: Ticket, body: str, *, resolve: bool, by: Actor) -> int:
    """Have all incidents of a problem that are not done answered, and resolved if wanted; returns how many there are.

    The work is done by a job. Raises ``NoIncidents`` when there is none that the actor may see.
    """
    by.require(Permission.TICKET_REPLY)
    if resolve:
        by.require(Permission.TICKET_UPDATE)
    text = check_body(body)
    incidents = incidents_of(by, problem)
    if not incidents or by.member_id is None:
        raise NoIncidents(_("This ticket causes no other ticket that is still open."))
    wanted = IncidentsToAnswer(
        subject_id=problem.pk,
        body=text,
        resolve=resolve,
        member=by.member_id,
        incidents=tuple(one.pk for one in incidents),
    )
    emit(wanted, by=by)
    return len(incidents)


def answer_one(asked: Event, incident: uuid.UUID) -> str:
    """Answer one incident in the name of who asked for it, once; returns what kept it, or nothing.

    What they may not do any more is not done, and one that was resolved meanwhile is left alone.
    """
    if has_caused(asked, ReplySent.name, subject_id=incident):
        return ""
    by = _asker(asked)
    number = number_of(incident)
    if by is None:
        return f"{number}: {_('The one who wanted this works here no more.')}"
    try:
        with transaction.atomic():
            ticket = get_for_change(by, number)
            if ticket.stage not in DONE_STAGES:
                reply_to_customer(ticket, asked.data["body"], by=by)
                if asked.data["resolve"]:
                    resolve_ticket(ticket, by=by, explained=True)
    except DomainError as error:
        return f"{number}: {error.message}"
    return ""


def _asker(asked: Event) -> Actor | None:
    member = acting_member(uuid.UUID(asked.data["member"]))
    return replace(member, cause=Cause(asked.pk, asked.depth)) if member else None


def finish_incidents(asked: Event, failed: list[str]) -> None:
    """Write down on the problem how it went, once."""
    by = _asker(asked)
    if by is None or has_caused(asked, IncidentsAnswered.name):
        return
    lock_ticket(asked.subject_id)
    answered = len(asked.data["incidents"]) - len(failed)
    emit(IncidentsAnswered(subject_id=asked.subject_id, answered=answered, failed=tuple(failed)), by=by)

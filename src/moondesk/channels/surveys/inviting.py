"""Whom a survey goes to: who asked, once for each time a ticket is done, and only where a person can answer."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.channels.floods import why_withheld
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.rules import Kind
from moondesk.channels.surveys.answers import nothing_to_ask
from moondesk.channels.surveys.asking import asking
from moondesk.events.models import Event
from moondesk.events.queries import find_event, last_events
from moondesk.organizations.queries import current_organization
from moondesk.tickets.events import StatusChanged
from moondesk.tickets.families import all_participants, survivor_of, where_it_goes_on, with_family
from moondesk.tickets.models import Participant
from moondesk.tickets.rules import DONE_STAGES

_LOOKED_AT = 50


def begins_survey(event: Event) -> bool:
    """Say whether a change of status is one after which customers are asked: work became done, and not in passing."""
    data = event.data
    was_done, is_done = (data.get(name) in DONE_STAGES for name in ("old_stage", "new_stage"))
    return is_done and not was_done and not data.get("quiet")


def invite(event_id: uuid.UUID) -> None:
    """Ask who wrote in whether the answer helped, some time after the event; a second time does nothing."""
    event = find_event(event_id)
    if event is None or not asking().is_on or current_organization().is_closed or not _still_holds(event):
        return
    for participant in all_participants(event.subject_id):
        email = participant.contact.email
        if participant.is_requester and email and not _left_out(participant, event):
            withheld = why_withheld(email, event, Kind.SURVEY)
            put_in_outbox(About(Kind.SURVEY, event.pk, participant), email, withheld=withheld)


def _still_holds(event: Event) -> bool:
    """Say whether the ticket is done since that event: not opened again, not done anew, and not deleted."""
    ticket = where_it_goes_on(event.subject_id)
    if ticket is None or ticket.deleted_at is not None or ticket.stage not in DONE_STAGES:
        return False
    began = (one for one in last_events(event.subject_id, StatusChanged.name, _LOOKED_AT) if begins_survey(one))
    latest = next(began, None)
    return latest is not None and latest.pk == event.pk


def _left_out(participant: Participant, event: Event) -> bool:
    """Say whether somebody is not asked: they said so, a machine wrote, nobody answered, or they did say already."""
    contact = participant.contact
    family = with_family([participant.ticket_id])
    by_machine = ReceivedMail.objects.filter(
        Q(is_automatic=True) | Q(is_historic=True), ticket_id__in=family, message__author_contact_id=contact.pk
    )
    asked = OutgoingMail.objects.filter(
        kind=Kind.SURVEY, ticket_id__in=family, participant__contact_id=contact.pk, created_at__gt=event.created_at
    ).exclude(event_id=event.pk)
    return contact.surveys_off or nothing_to_ask(participant) or by_machine.exists() or asked.exists()


def why_not_asked(mail: OutgoingMail) -> str:
    """Return why a survey is not sent any more, if it is not."""
    if mail.participant is None or mail.ticket is None or survivor_of(mail.ticket).stage not in DONE_STAGES:
        return _("The ticket was opened again before this could be said.")
    if mail.participant.contact.surveys_off:
        return _("This person does not want to be asked.")
    if not asking().is_on or current_organization().is_closed:
        return _("Nobody is asked any more.")
    return _("This person has answered already.") if nothing_to_ask(mail.participant) else ""

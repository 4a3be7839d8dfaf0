"""The public API: writing in and following a ticket without signing in (I7)."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from moondesk.api import idempotency
from moondesk.api.answers import answer, page
from moondesk.api.edge import edge, network_of_client, open_to_all
from moondesk.api.inputs import PublicMessageIn, PublicTicketIn, VoteIn
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.parsing import is_clean
from moondesk.api.public_threads import public_thread
from moondesk.api.shapes import PublicMessagePage, PublicReplyOut, PublicTicketCreated, PublicTicketOut
from moondesk.api.tickets import find_category
from moondesk.contacts.actions import check_email, find_or_create_contact
from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import open_ticket, reply_as_customer
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.errors import InvalidMessage
from moondesk.conversations.queries import latest_page, messages_for
from moondesk.conversations.revisions import find_message
from moondesk.conversations.rules import Vote
from moondesk.conversations.schemas import PublicMessageOut, public_message_out
from moondesk.files.actions import take_uploads
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.features import Feature
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import current_organization, organization_id_of, refuse_closed, reopen_days_of
from moondesk.organizations.switches import refuse_off
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.actions.customers import is_theirs
from moondesk.tickets.errors import LinkExpired
from moondesk.tickets.families import survivor_of
from moondesk.tickets.fielding import fields_for_customer
from moondesk.tickets.models import Participant, Status, Ticket
from moondesk.tickets.queries import find_number, get_for_change, participant_by_secret
from moondesk.tickets.rules import DONE_STAGES, Channel, OnCustomerReply, Stage, on_customer_reply

router = Router(tags=["Public"])
router.add_decorator(edge, mode="view")
SECRET_HEADER = "Moondesk-Ticket-Secret"  # noqa: S105 - the name of a header
SHOWN = 100
NO_CLAIM = "-"
_NEW_BY_ADDRESS = Limit("public_api_new_ip", 20, 3600)
_NEW_BY_EMAIL = Limit("public_api_new_email", 10, 3600)
_WITH_SECRET = Limit("public_api_secret_ip", 120, 60)


@router.post(
    "/{slug}/tickets", response={201: PublicTicketCreated}, summary="Write in", operation_id="create_public_ticket"
)
@open_to_all()
def create_public_ticket(request: HttpRequest, slug: str, new: PublicTicketIn) -> HttpResponse:
    """Opens a ticket. The link to follow it is mailed to the address; it is never part of the answer."""
    organization_id = organization_of(slug)
    email = check_email(new.email)
    hit(_NEW_BY_ADDRESS, str(organization_id), network_of_client(request))
    hit(_NEW_BY_EMAIL, str(organization_id), network_of_client(request), email)
    with tenancy.organization(organization_id):
        refuse_closed()
        refuse_off(Feature.PUBLIC_API)
        return idempotency.once(request, _caller(request, email), lambda: _open(new, email))


def _open(new: PublicTicketIn, email: str) -> HttpResponse:
    category = find_category(new.category)
    contact = find_or_create_contact(email, new.name, language=new.language)
    ticket = NewTicket(
        subject=new.subject,
        requester=contact,
        channel=Channel.API,
        category=category,
        language=new.language,
        fields=new.fields,
    )
    actor = contact_actor(contact, door=Door.API, role=Role.CUSTOMER)
    # Without its claim nothing is taken: the address alone proves nobody's uploads to be theirs.
    files = take_uploads(new.file_ids, by=actor, claim=new.file_claim or NO_CLAIM) if new.file_ids else []
    try:
        opened, _message = open_ticket(ticket, new.description, by=actor, files=files)
    except InvalidMessage as error:
        raise InvalidMessage(error.message, fields={"description": error.message}) from None
    detail = "A mail with the link to this ticket is on its way to the address."
    return answer({"number": _number(opened), "detail": detail}, status=201)


@router.get(
    "/{slug}/tickets/{number}",
    response=PublicTicketOut,
    summary="Follow a ticket",
    operation_id="get_public_ticket",
)
@open_to_all()
def get_public_ticket(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The ticket as its customer sees it, for the secret of the link in their mail."""
    with behind(request, slug, number) as (ticket, participant):
        return public_ticket(ticket, guest(participant))


def guest(participant: Participant) -> Actor:
    """Return the one whose secret a request carries."""
    return contact_actor(participant.contact, door=Door.API, role=Role.GUEST)


def public_ticket(ticket: Ticket, actor: Actor) -> HttpResponse:
    """Answer a ticket as its customer sees it."""
    home = survivor_of(ticket)
    status = Status.objects.get(pk=home.status_id)
    theirs, days = is_theirs(ticket, actor), reopen_days_of(home.department_id)
    reopens = on_customer_reply(Stage(home.stage), home.done_at, now(), days) is OnCustomerReply.REOPEN
    return answer(
        {
            "number": _number(ticket),
            "subject": ticket.subject,
            "status": {"stage": home.stage, "label": status.customer_label(ticket.language)},
            "created_at": ticket.created_at,
            "last_message_at": ticket.last_message_at,
            "fields": fields_for_customer(ticket),
            "can_resolve": theirs and home.stage not in DONE_STAGES,
            "can_reopen": theirs and reopens,
            "messages": public_thread(actor, ticket, latest_page(actor, ticket, size=SHOWN).messages),
        }
    )


@router.get(
    "/{slug}/tickets/{number}/messages",
    response=PublicMessagePage,
    summary="List the public thread",
    operation_id="list_public_messages",
)
@open_to_all(parameters=PARAMETERS)
def list_public_messages(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The public thread, oldest first."""
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="created_at")
    with behind(request, slug, number) as (ticket, participant):
        actor = contact_actor(participant.contact, door=Door.API, role=Role.GUEST)
        messages, after = paged(messages_for(actor, ticket), asked)
        return page(public_thread(actor, ticket, messages), after)


@router.post(
    "/{slug}/tickets/{number}/messages",
    response={201: PublicReplyOut},
    summary="Answer as the customer",
    operation_id="create_public_message",
)
@open_to_all()
def create_public_message(request: HttpRequest, slug: str, number: str, new: PublicMessageIn) -> HttpResponse:
    """Adds what the customer answers. It reopens a resolved ticket; one closed long ago gets a follow-up."""
    with behind(request, slug, number) as (ticket, participant):

        def work() -> HttpResponse:
            actor = guest(participant)
            locked = get_for_change(actor, ticket.number)
            files = take_uploads(new.file_ids, by=actor)
            on, message = reply_as_customer(
                locked, participant.contact, new.body, by=actor, channel=Channel.API, files=files
            )
            if new.reply_to is not None:
                put_below(message, on, new.reply_to, by=actor)
            said = public_message_out(message, files, reply_to=message.reply_to_id)
            return answer({"number": _number(on), "message": said}, status=201)

        return idempotency.once(request, participant.pk, work)


@router.put(
    "/{slug}/tickets/{number}/messages/{message_id}/vote",
    response=PublicMessageOut,
    summary="Say whether an answer helped",
    operation_id="vote_on_public_message",
)
@open_to_all()
def vote_on_public_message(
    request: HttpRequest, slug: str, number: str, message_id: uuid.UUID, new: VoteIn
) -> HttpResponse:
    """Sets the customer's vote on an answer of the team, or with null takes it back."""
    with behind(request, slug, number) as (ticket, participant):
        actor = contact_actor(participant.contact, door=Door.API, role=Role.GUEST)
        message = find_message(actor, get_for_change(actor, ticket.number), message_id)
        voted = vote(message, Vote(new.vote) if new.vote else None, by=actor)
        return answer(public_thread(actor, ticket, [voted])[0])


@contextmanager
def behind(request: HttpRequest, slug: str, number: str) -> Iterator[tuple[Ticket, Participant]]:
    """Enter the organization as the one whose secret link the request carries; counted before, outside of it."""
    organization_id = organization_of(slug)
    hit(_WITH_SECRET, str(organization_id), network_of_client(request))
    with tenancy.organization(organization_id):
        refuse_closed()
        refuse_off(Feature.PUBLIC_API)
        participant = participant_by_secret(request.headers.get(SECRET_HEADER, ""))
        ticket: Ticket = participant.ticket
        if ticket.number != find_number(number):
            raise LinkExpired(_("This link has expired."))
        yield ticket, participant


def _caller(request: HttpRequest, email: str) -> uuid.UUID:
    """Return whose idempotency keys these are: nobody gets an answer back that another one was given."""
    return uuid.uuid5(tenancy.current_organization_id(), f"{network_of_client(request)} {email}")


def organization_of(slug: str) -> uuid.UUID:
    """Return the organization of an address. Raises ``OrganizationNotFound``."""
    if not is_clean(slug):
        raise OrganizationNotFound("There is no such organization.")
    return organization_id_of(slug)


def _number(ticket: Ticket) -> str:
    return f"{current_organization().number_prefix}-{ticket.number}"

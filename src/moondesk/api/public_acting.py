"""What a customer does to their ticket through the public API beside writing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Router

from moondesk.api.edge import edge, open_to_all
from moondesk.api.inputs import PublicFieldsIn
from moondesk.api.public import behind, guest, public_ticket
from moondesk.api.shapes import PublicTicketOut
from moondesk.organizations.actor import Actor
from moondesk.tickets.actions.customers import fill_in_as_customer, reopen_as_customer, solve_as_customer
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change

router = Router(tags=["Public"])
router.add_decorator(edge, mode="view")


def _act(request: HttpRequest, slug: str, number: str, work: Callable[[Ticket, Actor], None]) -> HttpResponse:
    with behind(request, slug, number) as (ticket, participant):
        actor = guest(participant)
        locked = get_for_change(actor, ticket.number)
        work(locked, actor)
        return public_ticket(locked, actor)


@router.post(
    "/{slug}/tickets/{number}/resolution",
    response=PublicTicketOut,
    summary="Say that it is solved",
    operation_id="resolve_public_ticket",
)
@open_to_all()
def resolve_public_ticket(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Resolves the ticket of whoever asked. Nobody gets a mail."""
    return _act(request, slug, number, lambda ticket, actor: solve_as_customer(ticket, by=actor))


@router.delete(
    "/{slug}/tickets/{number}/resolution",
    response=PublicTicketOut,
    summary="Open it again",
    operation_id="reopen_public_ticket",
)
@open_to_all()
def reopen_public_ticket(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Opens the ticket again; within 30 seconds as if it had not been resolved. One closed long ago stays closed."""
    return _act(request, slug, number, lambda ticket, actor: reopen_as_customer(ticket, by=actor))


@router.patch(
    "/{slug}/tickets/{number}/fields",
    response=PublicTicketOut,
    summary="Fill in fields",
    operation_id="update_public_fields",
)
@open_to_all()
def update_public_fields(request: HttpRequest, slug: str, number: str, new: PublicFieldsIn) -> HttpResponse:
    """Gives values to the custom fields that customers may edit; those they may not are left out."""
    return _act(request, slug, number, lambda ticket, actor: fill_in_as_customer(ticket, new.fields, by=actor))

"""A ticket on paper: what is on it, and for whom."""

from collections.abc import Callable

from django.test import Client

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from tests.harness.people import Cast, Person


def test_it_has_what_the_viewer_may_see_and_notes_only_when_asked(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    with tenancy.organization(cast.acme.pk):
        by = cast.agent.actor
        reply_to_customer(cast.ticket, "**We** refund it.", by=by)
        add_note(cast.ticket, "She is upset", by=by)
        held = reply_to_customer(cast.ticket, "Not out yet", by=by)
        Message.objects.filter(pk=held.pk).update(held_until="2099-01-01T00:00:00Z")
    path = f"/acme/desk/tickets/{cast.ticket.number}/print"
    plain = client_of(cast.agent).get(path).content.decode()
    assert "<strong>We</strong> refund it." in plain
    assert f"TKT-{cast.ticket.number}" in plain
    assert "carla@customer.test" in plain
    assert "She is upset" not in plain
    assert "Not out yet" not in plain
    assert "She is upset" in client_of(cast.agent).get(f"{path}?notes=1").content.decode()
    assert (
        f'href="/acme/desk/tickets/{cast.ticket.number}/print"'
        in client_of(cast.viewer).get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()
    )
    for other in (cast.other_agent, cast.stranger):
        assert client_of(other).get(path).status_code == 404
    assert client_of(cast.customer).get(path).status_code != 200

"""Leaving somebody out of one reply, or sending it to somebody more: the mails go to exactly those."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.channels.mail.compose import compose
from moondesk.channels.models import OutgoingMail
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.events.undo import take_back
from moondesk.kit import tenancy
from moondesk.tickets.actions import keep_in_copy, remove_from_copy
from moondesk.tickets.actions.participating import give_one_reply
from moondesk.tickets.models import Participant, Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)
PARTIAL = {"HX-Request": "true"}


@pytest.fixture
def paulo(cast: Cast) -> str:
    """Paulo is kept in copy of Carla's ticket; returns his id."""
    with tenancy.organization(cast.acme.pk):
        contact = factories.make_contact("paulo@customer.test", name="Paulo Partner")
        keep_in_copy(Ticket.objects.get(pk=cast.ticket.pk), contact, by=cast.agent.actor)
        return str(contact.pk)


def mailed(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        return sorted(OutgoingMail.objects.filter(kind="reply").values_list("recipient", flat=True))


def send(client: Client, cast: Cast, **fields: object) -> tuple[int, str]:
    place = f"/acme/desk/tickets/{cast.ticket.number}/messages"
    answer = client.post(place, {"kind": "reply", "body": "We found it.", **fields}, headers=PARTIAL)
    return answer.status_code, answer.content.decode()


def test_one_who_is_left_out_gets_nothing_and_the_message_says_so(
    cast: Cast, paulo: str, client_of, run_jobs: Callable[[], object]
) -> None:
    ana = client_of(cast.agent)
    page = ana.get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()
    assert f'name="leave_out" value="{paulo}"' in page
    status, said = send(ana, cast, leave_out=paulo)
    assert status == 200
    assert "to Carla Customer · not to Paulo Partner" in said
    run_jobs()
    assert mailed(cast) == ["carla@customer.test"]
    send(ana, cast)
    run_jobs()
    assert mailed(cast) == ["carla@customer.test", "carla@customer.test", "paulo@customer.test"]


def test_nobody_left_is_refused_and_what_was_typed_is_kept(cast: Cast, paulo: str, client_of) -> None:
    carla = str(cast.customer.contact.pk)
    status, said = send(client_of(cast.agent), cast, leave_out=[paulo, carla])
    assert status == 422
    assert "Choose somebody who gets the reply." in said
    assert "We found it.</textarea>" in said
    assert f'value="{paulo}" aria-label="Leave Paulo Partner out of this reply" checked' in said
    with tenancy.organization(cast.acme.pk):
        assert not Message.objects.filter(ticket=cast.ticket, author_kind="agent").exists()


def test_one_who_gets_one_reply_gets_no_other(cast: Cast, client_of, run_jobs: Callable[[], object]) -> None:
    ana = client_of(cast.agent)
    status, said = send(ana, cast, once="rita@airline.test")
    assert (status, "to Carla Customer, rita@airline.test" in said) == (200, True)
    with tenancy.organization(cast.acme.pk):
        reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "And more.", by=cast.agent.actor)
    run_jobs()
    assert mailed(cast) == ["carla@customer.test", "carla@customer.test", "rita@airline.test"]
    people = ana.get(f"/acme/desk/tickets/{cast.ticket.number}/people", headers=PARTIAL).content.decode()
    assert "rita@airline.test · one reply" in people
    with tenancy.organization(cast.acme.pk):
        feet = {one.recipient: compose(one, cast.acme, "s").foot for one in OutgoingMail.objects.filter(kind="reply")}
    assert feet["carla@customer.test"][-1] == "You get this because you wrote to Acme Travel."
    assert feet["rita@airline.test"][-1] == "Acme Travel sent you only this reply. You get no later ones."
    ana.post(f"/acme/desk/tickets/{cast.ticket.number}/people", {"email": "rita@airline.test"})
    with tenancy.organization(cast.acme.pk):
        assert Participant.objects.get(contact__email="rita@airline.test").in_copy


def test_a_program_leaves_out_and_adds(
    cast: Cast, paulo: str, token_of, client: Client, run_jobs: Callable[[], object]
) -> None:
    by = {"authorization": f"Bearer {token_of(cast.agent)}"}
    place = f"/api/v1/tickets/{cast.ticket.number}/messages"
    new = {"body": "Look.", "leave_out": [paulo], "also_to": ["rita@airline.test"]}
    made = client.post(place, new, headers=by, content_type="application/json").json()
    assert [one["name"] for one in made["recipients"]] == ["Carla Customer", "rita@airline.test"]
    refused = client.post(
        place, {"body": "x", "leave_out": [paulo, str(cast.customer.contact.pk)]}, headers=by,
        content_type="application/json",
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_recipients")
    run_jobs()
    assert mailed(cast) == ["carla@customer.test", "rita@airline.test"]


def test_the_line_of_recipients_can_be_asked_for_anew(cast: Cast, paulo: str, client_of) -> None:
    place = f"/acme/desk/tickets/{cast.ticket.number}/parts/recipients"
    said = client_of(cast.agent).get(place).content.decode()
    assert "Paulo Partner" in said
    assert f'data-live-people="{cast.ticket.pk}"' in said
    assert client_of(cast.viewer).get(place).status_code == 403


def test_who_got_one_reply_still_gets_all_where_they_asked_themselves(
    cast: Cast, run_jobs: Callable[[], object]
) -> None:
    """Rita got one reply about Carla's ticket; then her own, which is about the same, is merged into it."""
    with tenancy.organization(cast.acme.pk):
        agent = cast.agent.actor
        own = factories.make_ticket(department=cast.flights)
        give_one_reply(Ticket.objects.get(pk=cast.ticket.pk), own.requester, by=agent)
        merge_tickets(cast.ticket.number, [own.number], by=agent)
        reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "To both", by=agent)
        wanted = sorted([own.requester.email or "", "carla@customer.test"])
    run_jobs()
    assert mailed(cast) == wanted


def test_undo_leaves_people_with_what_they_got_before(cast: Cast) -> None:
    def taking_part() -> list[bool]:
        return list(Participant.objects.filter(ticket=cast.ticket, contact=rita).values_list("in_copy", flat=True))

    def take_back_the_last() -> None:
        take_back(Event.objects.filter(name__startswith="ticket.participant_").latest("id"), by=agent)

    with tenancy.organization(cast.acme.pk):
        agent, rita = cast.agent.actor, factories.make_contact("rita@airline.test")
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        give_one_reply(ticket, rita, by=agent)
        remove_from_copy(ticket, rita.pk, by=agent)
        take_back_the_last()
        assert taking_part() == [False]
        keep_in_copy(Ticket.objects.get(pk=cast.ticket.pk), rita, by=agent)
        assert taking_part() == [True]
        take_back_the_last()
        assert taking_part() == [False]
        take_back_the_last()
        assert taking_part() == [True]

"""Merging, linking, splitting and answering incidents at the desk: pages, fragments, and those who may not."""

import json
import re
from typing import Any

import pytest

from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import reply_as_customer, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.organizations.actor import Door
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.actions.linking import link_tickets
from moondesk.tickets.joining import Relation
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import TicketLink
from moondesk.tickets.rules import Channel, Stage
from tests import factories
from tests.harness.people import Cast
from tests.search.making import index

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def pair(cast: Cast) -> tuple[Ticket, Ticket]:
    with tenancy.organization(cast.acme.pk):
        kept = factories.make_ticket("Kept matter", "first of kept", department=cast.flights)
        gone = factories.make_ticket("Gone matter", "first of gone", department=cast.flights)
    return kept, gone


def at(ticket: Ticket, rest: str = "") -> str:
    return f"/acme/desk/tickets/{ticket.number}{rest}"


def fresh(cast: Cast, ticket: Ticket) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.get(pk=ticket.pk)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_tickets_are_found_chosen_and_merged_on_a_page(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = client_of(cast.agent)
    index(cast.acme)
    page = text(agent.get(at(kept, "/merge"), {"q": "gone MATTER"}))
    assert f'value="{gone.number}"' in page
    assert f'value="{kept.number}"' not in page
    sent = agent.post(at(kept, "/merge"), {"version": kept.version, "ticket": gone.number, "direction": "here"})
    assert sent.status_code == 302
    shown = text(agent.get(sent["Location"]))
    assert "first of kept" in shown
    assert "first of gone" in shown
    assert f"in {gone.number}" in shown
    assert f"TKT-{gone.number} was merged into this ticket" in shown
    assert f"Unmerge {gone.number}" in shown


def test_of_one_customers_tickets_nobody_is_warned(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept, _gone = pair
    agent = client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        factories.make_ticket("Her other one", requester=kept.requester, department=cast.flights)
    index(cast.acme)
    assert "another customer wrote" not in text(agent.get(at(kept, "/merge")))
    assert "another customer wrote" in text(agent.get(at(kept, "/merge"), {"q": "matter"}))
    assert "another customer wrote" not in text(agent.get(at(kept, "/links"), {"q": "matter"}))


def test_an_old_number_leads_to_where_the_ticket_goes_on(
    cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]
) -> None:
    kept, gone = pair
    agent = client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        merge_tickets(kept.number, [gone.number], by=cast.agent.actor)
    response = agent.get(at(gone))
    assert response.status_code == 302
    assert f"/tickets/{kept.number}" in response["Location"]
    assert f"TKT-{gone.number} is merged into this ticket." in text(agent.get(response["Location"]))
    refused = agent.post(at(gone, "/priority"), {"version": gone.version + 1, "priority": "high"})
    assert refused.status_code == 409
    assert f"merged into TKT-{kept.number}" in text(refused)
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=kept.pk).update(department=cast.hotels)
    assert agent.get(at(gone)).status_code == 200


def test_a_script_gets_a_toast_that_takes_the_merge_back(
    cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]
) -> None:
    kept, gone = pair
    agent = client_of(cast.agent)
    fields = {"version": kept.version, "ticket": gone.number, "direction": "there"}
    response = agent.post(at(kept, "/merge"), fields, headers=SCRIPT)
    assert response.status_code == 200
    assert f"/tickets/{gone.number}" in response["HX-Push-Url"]
    assert fresh(cast, kept).merged_into_id == gone.pk
    toast = json.loads(response["HX-Trigger"])["toast"]
    assert agent.post(toast["undo"], headers=SCRIPT).status_code == 200
    assert fresh(cast, kept).merged_into_id is None


@pytest.mark.parametrize(("choose", "status"), [("", 422), ("self", 422), ("hidden", 404), ("stale", 412)])
def test_what_cannot_be_merged_is_said_and_nothing_is_lost(
    cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket], choose: str, status: int
) -> None:
    kept, gone = pair
    numbers = {"": [], "self": [kept.number], "hidden": [gone.number, cast.other_ticket.number], "stale": [gone.number]}
    version = kept.version - 1 if choose == "stale" else kept.version
    fields = {"version": version, "ticket": numbers[choose], "q": "matter"}
    response = client_of(cast.agent).post(at(kept, "/merge"), fields)
    assert response.status_code == status
    assert 'data-c="danger"' in text(response)
    assert (f'value="{gone.number}" checked' in text(response)) is (gone.number in numbers[choose])
    assert fresh(cast, gone).merged_into_id is None


def test_unmerging_from_the_panel(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    with tenancy.organization(cast.acme.pk):
        merge_tickets(kept.number, [gone.number], by=cast.agent.actor)
    agent = client_of(cast.agent)
    response = agent.post(at(kept, f"/merges/{gone.number}/end"), headers=SCRIPT)
    assert response.status_code == 200
    assert "first of gone" not in text(response)
    assert fresh(cast, gone).merged_into_id is None
    undo = json.loads(response["HX-Trigger"])["toast"]["undo"]
    assert agent.post(undo, headers=SCRIPT).status_code == 200
    assert fresh(cast, gone).merged_into_id == kept.pk
    assert client_of(cast.viewer).post(at(kept, f"/merges/{gone.number}/end")).status_code == 403


def test_links_stand_at_both_ends_and_come_off(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = client_of(cast.agent)
    assert "is blocked by" in text(agent.get(at(kept, "/links")))
    assert client_of(cast.viewer).get(at(kept, "/links")).status_code == 403
    missing = agent.post(at(kept, "/links"), {"version": kept.version, "relation": "blocks"})
    assert missing.status_code == 404
    assert "Choose a ticket." in text(missing)
    fields = {"version": kept.version, "relation": "blocked_by", "ticket": gone.number}
    assert agent.post(at(kept, "/links"), fields).status_code == 302
    assert re.search(r"is blocked by.*Gone matter", text(agent.get(at(kept))), re.DOTALL)
    assert re.search(r"blocks.*Kept matter", text(agent.get(at(gone))), re.DOTALL)
    with tenancy.organization(cast.acme.pk):
        link = TicketLink.objects.get()
        resolve_ticket(Ticket.objects.get(pk=gone.pk), by=cast.agent.actor)
    # The sign of the other end is as it is now, although nothing of this ticket changed.
    assert re.search(r'id="links".*data-c="[a-z]+"[^>]*>.*Resolved', text(agent.get(at(kept))), re.DOTALL)
    assert agent.post(at(kept, f"/links/{link.pk}/removal"), headers=SCRIPT).status_code == 200
    assert 'id="links"' not in text(agent.get(at(gone)))


def test_blocked_work_asks_before_it_is_done(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        link_tickets(gone.number, Relation.BLOCKS, kept.number, by=cast.agent.actor)
    version = fresh(cast, kept).version
    for path, fields in (("/resolution", {}), ("/status", {"status": "resolved"})):
        refused = agent.post(at(kept, path), {"version": version, **fields})
        assert refused.status_code == 409
        assert f"TKT-{gone.number}" in text(refused)
        assert "Do it all the same" in text(refused)
    wrote = agent.post(at(kept, "/messages"), {"kind": "reply", "body": "All done now", "status": "resolved"})
    assert wrote.status_code == 409
    assert "Send all the same" in text(wrote)
    assert "All done now" in text(wrote)
    with tenancy.organization(cast.acme.pk):
        assert not Message.objects.filter(body="All done now").exists()
    fields = {"kind": "reply", "body": "All done now", "status": "resolved", "despite_blockers": "1"}
    assert agent.post(at(kept, "/messages"), fields).status_code == 302
    assert fresh(cast, kept).stage == Stage.RESOLVED


def test_numbers_in_texts_are_links_for_those_who_may_see_the_ticket(
    cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]
) -> None:
    kept, gone = pair
    with tenancy.organization(cast.acme.pk):
        hidden = cast.other_ticket.number
        body = f"See tkt-{gone.number.lower()}, TKT-{hidden} and TKT-ZZZZZZ, not `TKT-{gone.number}`."
        reply_to_customer(Ticket.objects.get(pk=kept.pk), body, by=cast.agent.actor)
    seen = text(client_of(cast.agent).get(at(kept)))
    assert re.search(rf'<a class="link num" href="[^"]*/tickets/{gone.number}">tkt-{gone.number.lower()}</a>', seen)
    assert f"TKT-{hidden} and TKT-ZZZZZZ" in seen
    assert f"<code>TKT-{gone.number}</code>" in seen
    # What is kept for one reader is not shown to another who may see more, or less.
    assert f'/tickets/{hidden}">TKT-{hidden}</a>' in text(client_of(cast.owner).get(at(kept)))
    assert f'/tickets/{hidden}">' not in text(client_of(cast.agent).get(at(kept)))
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(number=hidden).update(department=cast.flights)
    assert f'/tickets/{hidden}">TKT-{hidden}</a>' in text(client_of(cast.agent).get(at(kept)))


def test_history_names_only_what_the_reader_may_see(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept = pair[0]
    with tenancy.organization(cast.acme.pk):
        number = cast.other_ticket.number
        link_tickets(kept.number, Relation.CAUSES, number, by=cast.owner.actor)
    assert f"Linked: causes TKT-{number}" in text(client_of(cast.owner).get(at(kept)))
    agents = text(client_of(cast.agent).get(at(kept)))
    assert "Linked: causes another ticket" in agents
    assert number not in agents


def test_messages_are_chosen_and_split_off(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept = pair[0]
    with tenancy.organization(cast.acme.pk):
        reply = reply_to_customer(Ticket.objects.get(pk=kept.pk), "second thing", by=cast.agent.actor)
    agent, version = client_of(cast.agent), fresh(cast, kept).version
    page = text(agent.get(at(kept, "/split")))
    assert "second thing" in page
    none = agent.post(at(kept, "/split"), {"version": version, "subject": "New one"})
    assert none.status_code == 422
    assert "New one" in text(none)
    fields = {"version": version, "subject": "New one", "message": str(reply.pk), "how": "move"}
    sent = agent.post(at(kept, "/split"), fields)
    assert sent.status_code == 302
    shown = text(agent.get(sent["Location"]))
    assert "second thing" in shown
    assert f"1 message came from TKT-{kept.number}" in shown
    assert "1 message moved to" in text(agent.get(at(kept)))
    assert client_of(cast.viewer).get(at(kept, "/split")).status_code == 403


def test_resolving_a_problem_offers_to_answer_its_incidents(
    cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]
) -> None:
    kept, gone = pair
    agent = client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        link_tickets(kept.number, Relation.CAUSES, gone.number, by=cast.agent.actor)
    assert "Answer all incidents…" in text(agent.get(at(kept)))
    palette = {"q": "incidents", "ticket": kept.number}
    assert "Answer all incidents…" in text(agent.get("/acme/desk/palette", palette, headers=SCRIPT))
    version = fresh(cast, kept).version
    resolved = agent.post(at(kept, "/resolution"), {"version": version}, headers=SCRIPT)
    assert "1 ticket that it causes is still open" in text(resolved)
    assert "Gone matter" in text(agent.get(at(kept, "/incidents")))
    empty = agent.post(at(kept, "/incidents"), {"body": " "})
    assert empty.status_code == 422
    sent = agent.post(at(kept, "/incidents"), {"body": "Power is back.", "resolve": "on"})
    assert sent.status_code == 302
    assert "Answers 1 incident" in text(agent.get(at(kept)))
    assert "Nothing to answer" in text(agent.get(at(gone, "/incidents")))


def test_the_palette_offers_the_pages(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    address = "/acme/desk/palette"
    found = text(client_of(cast.agent).get(address, {"ticket": pair[0].number}, headers=SCRIPT))
    for page in ("merge", "links", "split"):
        assert f"/tickets/{pair[0].number}/{page}" in found
    assert "/merge" not in text(client_of(cast.viewer).get(address, {"ticket": pair[0].number}, headers=SCRIPT))


def test_recipients_are_those_of_the_merged_ticket_too(cast: Cast, client_of: Any, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    with tenancy.organization(cast.acme.pk):
        merge_tickets(kept.number, [gone.number], by=cast.agent.actor)
        address = gone.requester.email
        reply_as_customer(
            Ticket.objects.get(pk=gone.pk), gone.requester, "new words",
            by=contact_actor(gone.requester, door=Door.MAIL), channel=Channel.EMAIL,
        )  # fmt: skip
    shown = text(client_of(cast.agent).get(at(kept)))
    assert address
    assert address in shown
    assert "new words" in shown

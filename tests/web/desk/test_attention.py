"""Mentions and watchers at the desk: what completes a name, where one is named, what one is told."""

import json

import pytest

from moondesk.conversations.actions import add_note
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast
from tests.search.making import index

pytestmark = pytest.mark.django_db
PARTIAL = {"HX-Request": "true"}


def address(cast: Cast, name: str = "") -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}{name}"


def name_ana(cast: Cast) -> str:
    """Have Olivia name Ana in a note; returns the event's id."""
    with tenancy.organization(cast.acme.pk):
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "What do you say, @Ana Agent?", by=cast.owner.actor)
        return str(Event.objects.get(name="message.note_mentioned").pk)


def test_who_sees_the_ticket_is_offered_first_and_others_cannot_be_chosen(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    page = client.get(address(cast, "/completions"), {"sign": "@", "q": "o"}, headers=PARTIAL).content.decode()
    assert "Olivia Owner" not in page
    assert 'data-insert="@Bo Other' not in page
    assert "cannot see this ticket" in page
    page = client.get(address(cast, "/completions"), {"sign": "@", "q": ""}, headers=PARTIAL).content.decode()
    places = [page.index(word) for word in ("@Adam Admin ", "@Ana Agent ", "@Flights ", "Bo Other")]
    assert places == sorted(places)
    assert "nobody there sees this ticket" in page
    note = {"sign": "@", "q": "vera", "kind": "note"}
    assert 'data-insert="@Vera Viewer "' in client.get(address(cast, "/completions"), note).content.decode()


def test_tickets_are_offered_to_those_who_may_see_them(cast: Cast, client_of) -> None:
    index(cast.acme)
    asked = {"sign": "#", "q": "window"}
    wanted = f'data-insert="TKT-{cast.other_ticket.number} "'
    assert wanted in client_of(cast.owner).get(address(cast, "/completions"), asked).content.decode()
    assert wanted not in client_of(cast.agent).get(address(cast, "/completions"), asked).content.decode()


def test_naming_one_who_cannot_see_it_is_refused_and_the_text_is_kept(cast: Cast, client_of) -> None:
    client, page = client_of(cast.agent), address(cast, "/messages")
    answer = client.post(page, {"kind": "note", "body": "Over to @Bo Other", "key": "k"}, headers=PARTIAL)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "@Bo Other cannot read this note" in said
    assert "Over to @Bo Other</textarea>" in said
    with tenancy.organization(cast.acme.pk):
        assert not Message.objects.filter(ticket=cast.ticket, kind="note").exists()


def test_a_mention_waits_in_a_view_until_one_looks(cast: Cast, client_of) -> None:
    name_ana(cast)
    ana, home = client_of(cast.agent), "/acme/desk/?view=mentions"
    page = ana.get(home).content.decode()
    assert "My flight was cancelled" in page
    assert 'title="Mentions" aria-current="page" data-go="n"' in page
    assert '<span class="n" data-c="accent">1</span>' in page
    assert cast.ticket.number not in client_of(cast.owner).get(home).content.decode()
    ticket = ana.get(address(cast)).content.decode()
    assert f'data-looked="{address(cast, "/looked")}"' in ticket
    assert '<span class="mention">@Ana Agent</span>' in ticket
    assert ana.post(address(cast, "/looked")).status_code == 204
    assert cast.ticket.number not in ana.get(home).content.decode()
    assert "data-looked" not in ana.get(address(cast)).content.decode()


def watchers_of(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        names = dict(Member.objects.values_list("pk", "name"))
        return [names[pk] for pk in Ticket.objects.get(pk=cast.ticket.pk).watchers or ()]


def test_one_watches_by_a_press_and_takes_it_back(cast: Cast, client_of) -> None:
    viewer, place = client_of(cast.viewer), address(cast, "/watchers")
    answer = viewer.post(place, headers=PARTIAL)
    assert watchers_of(cast) == ["Vera Viewer"]
    assert 'aria-pressed="true"' in answer.content.decode()
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    assert viewer.post(undo, headers=PARTIAL).status_code == 200
    assert watchers_of(cast) == []
    # What is kept of the page is each reader's own.
    viewer.post(place)
    assert 'aria-pressed="false"' in client_of(cast.owner).get(address(cast, "/parts/facts")).content.decode()
    assert 'aria-pressed="true"' in viewer.get(address(cast, "/parts/facts")).content.decode()
    assert "My flight was cancelled" in viewer.get("/acme/desk/?view=watching").content.decode()


def test_a_colleague_who_sees_it_can_be_added_and_no_other(cast: Cast, client_of) -> None:
    ana, place = client_of(cast.agent), address(cast, "/watchers")
    offered = ana.get(place, headers=PARTIAL).content.decode()
    assert "Adam Admin" in offered
    assert "Bo Other" not in offered
    assert ana.post(place, {"add": str(cast.administrator.member.pk)}).status_code == 302
    refused = ana.post(place, {"add": str(cast.other_agent.member.pk)}, headers=PARTIAL)
    assert refused.status_code == 422
    assert "Bo Other cannot see this ticket." in refused.content.decode()
    viewer = client_of(cast.viewer)
    assert viewer.post(place, {"add": str(cast.owner.member.pk)}).status_code == 403
    assert viewer.post(place, {"out": str(cast.administrator.member.pk)}).status_code == 403
    assert watchers_of(cast) == ["Adam Admin"]
    with tenancy.organization(cast.acme.pk):
        assert "ticket.watcher_added" in Event.objects.filter(subject_id=cast.ticket.pk).values_list("name", flat=True)


def test_of_what_one_is_mailed_is_chosen_beside_the_watchers(cast: Cast, client_of) -> None:
    ana, place = client_of(cast.agent), address(cast, "/watchers")
    assert ana.post(place, {"mails": "customer"}).status_code == 302
    assert '<option value="customer" selected>' in ana.get(place).content.decode()
    assert ana.post(place, {"mails": "everything"}).status_code == 422


def test_the_line_of_recipients_is_drawn_anew_when_tickets_part(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        other = factories.make_ticket(department=cast.flights)
        merge_tickets(cast.ticket.number, [other.number], by=cast.agent.actor)
        name = other.requester.shown_name
    ana = client_of(cast.agent)
    line = 'hx-target="#composer-to"'
    assert f"Leave {name} out" in ana.get(address(cast)).content.decode()
    drawn = ana.post(address(cast, f"/merges/{other.number}/end"), headers=PARTIAL).content.decode()
    assert line in drawn
    assert f"Leave {name} out" not in drawn.split(line)[1]

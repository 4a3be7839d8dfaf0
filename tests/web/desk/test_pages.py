"""Lists, the palette, new tickets and contacts."""

import re

import pytest
from django.test import Client

from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast
from tests.search.making import index

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def ana(cast: Cast, client_of) -> Client:
    return client_of(cast.agent)


@pytest.mark.parametrize("view", ["", "mine", "unassigned", "open", "waiting", "resolved", "all"])
@pytest.mark.parametrize("layout", ["", "table"])
def test_every_view_opens_and_keeps_to_what_may_be_seen(cast: Cast, ana: Client, view, layout) -> None:
    page = ana.get("/acme/desk/", {"view": view, "layout": layout})
    text = page.content.decode()
    assert page.status_code == 200
    assert "The room has no window" not in text
    assert "Something of globex" not in text
    assert ("My flight was cancelled" in text) == (view in ("unassigned", "open", "all"))


@pytest.mark.parametrize(
    "query", ["view=nonsense", "stage=asleep", "priority=most", "wrong=1", "cursor=abc", "limit=1000", "department=x"]
)
def test_what_a_list_cannot_be_asked_is_said(cast: Cast, ana: Client, query) -> None:
    answer = ana.get(f"/acme/desk/?view=open&{query}" if query == "cursor=abc" else f"/acme/desk/?{query}")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ("To the first page" in page) == (query == "cursor=abc")
    if query != "cursor=abc" and not query.startswith("view="):
        assert re.search(r'href="/acme/desk/\?">Show it without this filter', page)
    assert ("in_progress" in page) == query.startswith("stage=")


def test_words_and_numbers_are_found(cast: Cast, ana: Client) -> None:
    index(cast.acme)
    for words in ("FLIGHT was", cast.ticket.number.lower(), f"TKT-{cast.ticket.number}"):
        assert "My flight was cancelled" in ana.get("/acme/desk/", {"view": "all", "q": words}).content.decode()
    for words in ("100%", "_", "\\"):
        assert "My flight" not in ana.get("/acme/desk/", {"view": "all", "q": words}).content.decode()


def test_parts_for_the_live_client(cast: Cast, ana: Client) -> None:
    for path, id_ in (
        ("/acme/desk/rows?view=open", "rows"),
        ("/acme/desk/counts", "rail-views"),
        (f"/acme/desk/tickets/{cast.ticket.number}/parts/top", "top"),
        (f"/acme/desk/tickets/{cast.ticket.number}/parts/conversation", "conversation"),
        (f"/acme/desk/tickets/{cast.ticket.number}/parts/facts", "facts"),
    ):
        page = ana.get(path, headers=SCRIPT)
        assert page.status_code == 200, path
        assert f'id="{id_}"' in page.content.decode(), path
        assert "<html" not in page.content.decode(), path
    assert ana.get(f"/acme/desk/tickets/{cast.ticket.number}/parts/main").status_code == 404


def test_earlier_messages_come_on_demand(cast: Cast, ana: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        for number in range(40):
            factories.make_message(ticket, f"Answer {number:02}.")
    path = f"/acme/desk/tickets/{cast.ticket.number}"
    page = ana.get(path).content.decode()
    assert "Answer 39." in page
    assert "Answer 05." not in page
    earlier = page.split("earlier=")[1].split('"')[0].split("&")[0]
    whole = ana.get(path, {"earlier": earlier}).content.decode()
    assert all(f"Answer {number:02}." in whole for number in range(40))
    assert "Please help me." in whole


def test_the_palette_finds_and_leads(cast: Cast, ana: Client) -> None:
    index(cast.acme)
    page = ana.get("/acme/desk/palette", {"q": "flight", "ticket": cast.ticket.number}, headers=SCRIPT).content.decode()
    assert "My flight was cancelled" in page
    assert "The room has no window" not in page
    page = ana.get("/acme/desk/palette", {"q": "carla"}, headers=SCRIPT).content.decode()
    assert "Carla Customer" in page
    page = ana.get("/acme/desk/palette", {"q": "", "ticket": cast.ticket.number}, headers=SCRIPT).content.decode()
    assert 'data-press="e"' in page
    assert ana.get("/acme/desk/palette", {"q": "x"})["Location"].endswith("/desk/search?q=x")


def test_a_ticket_is_opened_for_a_customer(cast: Cast, ana: Client) -> None:
    fields = {
        "email": "New@Person.test", "name": "New Person", "subject": "By phone", "body": "Calls again",
        "priority": "high", "type": "task", "channel": "phone",
        "department": str(cast.flights.pk), "category": "billing",
        "assignee": str(cast.agent.member.pk if cast.agent.member else ""),
    }  # fmt: skip
    answer = ana.post("/acme/desk/tickets/new", fields)
    assert answer.status_code == 302
    assert "By phone" in ana.get(answer["Location"]).content.decode()
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(subject="By phone")
        assert (ticket.requester.email, ticket.stage, ticket.channel) == ("new@person.test", "in_progress", "phone")


@pytest.mark.parametrize(
    ("name", "value"),
    [("email", ""), ("email", "nobody"), ("subject", ""), ("subject", "x" * 201), ("subject", "a\x00b"), ("body", " "),
     ("priority", "x"), ("department", "x"), ("category", "x"), ("assignee", "x")],
)  # fmt: skip
def test_a_new_ticket_that_does_not_fit_keeps_all_that_was_typed(cast: Cast, ana: Client, name, value) -> None:
    fields = {"email": "new@person.test", "name": "N", "subject": "Kept subject", "body": "Kept body",
              "priority": "medium", "type": "question", "channel": "phone"}  # fmt: skip
    answer = ana.post("/acme/desk/tickets/new", fields | {name: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="f-{name}-error"' in page
    assert "Kept subject" in page or name == "subject"
    assert "Kept body" in page or name == "body"
    with tenancy.organization(cast.acme.pk):
        assert not Ticket.objects.filter(subject="Kept subject").exists()
        assert not Contact.objects.filter(email="new@person.test").exists()


def test_contacts_are_listed_found_written_and_changed(cast: Cast, ana: Client, client_of) -> None:
    assert "Carla Customer" in ana.get("/acme/desk/contacts", {"q": "CARLA"}).content.decode()
    assert "Carla Customer" not in ana.get("/acme/desk/contacts", {"q": "zzz"}).content.decode()
    answer = ana.post("/acme/desk/contacts/new", {"name": "Nora", "email": "nora@x.test", "company": "Nortia"})
    page = ana.get(answer["Location"]).content.decode()
    assert "Nora" in page
    assert 'value="Nortia"' in page
    twice = ana.post("/acme/desk/contacts/new", {"name": "Nora 2", "email": "NORA@x.test"})
    assert twice.status_code == 422
    assert 'value="Nora 2"' in twice.content.decode()
    ana.post(answer["Location"], {"name": "Nora B", "email": "nora@x.test", "language": "es"})
    with tenancy.organization(cast.acme.pk):
        nora = Contact.objects.get(email="nora@x.test")
        assert (nora.name, nora.language, nora.company) == ("Nora B", "es", None)
    assert client_of(cast.viewer).post(answer["Location"], {"name": "No", "email": ""}).status_code == 403
    assert client_of(cast.stranger).get(answer["Location"]).status_code == 404


def test_contacts_are_paged_without_doubles(cast: Cast, ana: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        Contact.objects.bulk_create(Contact(name=f"Same {number % 7}") for number in range(120))
        ids = {str(pk) for pk in Contact.objects.values_list("pk", flat=True)}
    found: list[str] = []
    path = "/acme/desk/contacts"
    while path:
        page = ana.get(path).content.decode()
        found += [part.split('"')[0] for part in page.split('href="/acme/desk/contacts/')[1:] if part[8] == "-"]
        older = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in page else ""
        path = older.replace("&amp;", "&")
    assert len(found) == len(set(found))
    assert set(found) == ids


def test_a_viewer_sees_no_controls(cast: Cast, client_of) -> None:
    vera = client_of(cast.viewer)
    page = vera.get("/acme/desk/?view=all").content.decode()
    assert "/tickets/new" not in page
    assert "row-more" not in page
    assert vera.get("/acme/desk/tickets/new").status_code == 403
    assert vera.get("/acme/desk/contacts/new").status_code == 403

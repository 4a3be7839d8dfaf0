"""A ticket on paper by the API: what its page has, for whom, and as a file that needs and runs nothing."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.fields.forms import Access, Item
from moondesk.fields.rules import Kind
from moondesk.kit import tenancy
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import change_fields
from moondesk.tickets.models import Ticket
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast, Person

pytestmark = pytest.mark.django_db
SECRET = "Moondesk_Ticket_Secret"


@pytest.fixture
def said(cast: Cast) -> Cast:
    """A ticket with an answer, a note, a reply that has not left and a file."""
    with tenancy.organization(cast.acme.pk):
        ticket, by = Ticket.objects.get(pk=cast.ticket.pk), cast.agent.actor
        Ticket.objects.filter(pk=ticket.pk).update(tags=["difficult"], subject="Is <b>A & B</b> late?")
        answer = reply_to_customer(ticket, "**We** refund it.", by=by)
        Message.objects.filter(pk=answer.pk).update(created_at="2026-07-01T22:30:00Z")
        factories.make_attachment(answer, "plan.txt", by=by)
        for key in ("gate", "team"):
            make_field(Kind.TEXT, key.title(), key=key)
        make_form(Item("gate", customers=Access.SEE), Item("team"))
        change_fields(ticket, {"gate": "Gate G7", "team": "Blue team"}, by=by)
        add_note(ticket, "She is upset", by=by)
        held = reply_to_customer(ticket, "Not out yet", by=by)
        Message.objects.filter(pk=held.pk).update(held_until="2099-01-01T00:00:00Z")
    return cast


def paper(response: HttpResponse) -> str:
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    return response.content.decode()


def main_of(html: str) -> str:
    """Return what stands on the paper, but for the line that says when it was printed."""
    found = re.search(r'<main class="paper".*?>(.*)<footer', html, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", found[1]).strip()


def test_it_is_the_page_as_one_file_that_needs_nothing(
    said: Cast, token_of: Callable[..., str], client_of: Callable[[Person], Client]
) -> None:
    number = said.ticket.number
    program, desk = Program(token_of(said.agent)), client_of(said.agent)
    for notes in ("", "1"):
        response = program.get(f"/tickets/{number}/print" + ("?notes=true" if notes else ""))
        html = paper(response)
        page = desk.get(f"/acme/desk/tickets/{number}/print?notes={notes}").content.decode()
        assert main_of(html) == main_of(page)
        assert ("She is upset" in html) is bool(notes)
        assert "Not out yet" not in html
        for there in (
            "<strong>We</strong> refund it.",
            "plan.txt",
            "carla@customer.test",
            "difficult",
            "A &amp; B",
            "Gate G7",
            "Blue team",
        ):
            assert there in html
        assert "<b>A & B" not in html
        assert response["Content-Disposition"] == f'inline; filename="TKT-{number}.html"'
        assert not re.search(r"<script|<link|\ssrc=|url\(|@import", html)
        assert ".paper" in html
        assert "default-src 'none'" in html


def test_times_and_words_are_the_readers(said: Cast, token_of: Callable[..., str]) -> None:
    program, path = Program(token_of(said.agent)), f"/tickets/{said.ticket.number}/print"
    assert "Thu 2 Jul 2026, 00:30" in paper(program.get(f"{path}?time_zone=Europe/Madrid"))
    assert "Wed 1 Jul 2026, 22:30" in paper(program.get(f"{path}?time_zone=UTC"))
    spanish = paper(program.get(f"{path}?time_zone=UTC", Accept_Language="es"))
    assert 'lang="es"' in spanish
    assert "Prioridad" in spanish
    assert "time_zone" in is_problem(program.get(f"{path}?time_zone=Mars"), 422, "invalid_parameter")["fields"]
    is_problem(program.get(f"{path}?paper=a4"), 422, "unknown_parameter")


def test_nobody_gets_what_they_may_not_see(said: Cast, token_of: Callable[..., str]) -> None:
    path = f"/tickets/{said.ticket.number}/print"
    for other in (said.other_agent, said.stranger):
        is_problem(Program(token_of(other)).get(path), 404, "ticket_not_found")
    is_problem(Program("mdk_nothing").get(path), 401, "bad_token")
    blind = Program(token_of(said.agent, scopes=[Permission.TICKET_VIEW]))
    assert "She is upset" not in paper(blind.get(path))
    is_problem(blind.get(f"{path}?notes=true"), 403, "not_allowed")


def test_a_customer_gets_the_public_thread_for_the_secret_of_their_link(said: Cast) -> None:
    anybody, path = Program(), f"/public/acme/tickets/{said.ticket.number}/print"
    html = paper(anybody.get(path, **{SECRET: said.link}))
    page = Client().get(f"/acme/help/t/{said.link}/print").content.decode()
    assert main_of(html) == main_of(page)
    assert "<strong>We</strong> refund it." in html
    assert "Gate G7" in html
    for hidden in (
        "She is upset",
        "Not out yet",
        "difficult",
        "Blue team",
        "Internal note",
        "Flights",
        "carla@customer.test",
    ):
        assert hidden not in html
    is_problem(anybody.get(path), 404, "link_expired")
    is_problem(anybody.get(path, **{SECRET: "x"}), 404, "link_expired")
    other = f"/public/acme/tickets/{said.foreign_ticket.number}/print"
    is_problem(anybody.get(other, **{SECRET: said.link}), 404, "link_expired")

"""What the desk finds: settings, commands and contacts; and what it says of what is not there."""

import re
from typing import Any

import pytest
from django.test import Client

from moondesk.channels import dead
from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.limits.actions import count
from moondesk.macros.rules import MacroScope
from moondesk.views.actions import ViewEdit, create_view
from moondesk.web.desk import contacts
from tests.factories import make_member
from tests.harness.cluster import ROOT
from tests.harness.people import Cast
from tests.macros.making import make_macro

SCRIPT = {"HX-Request": "true"}
BOOSTED = {"HX-Request": "true", "HX-Request-Type": "full"}


@pytest.fixture
def ana(cast: Cast, client_of) -> Client:
    return client_of(cast.agent)


def palette(client: Client, words: str, language: str = "en") -> str:
    answer = client.get("/acme/desk/palette", {"q": words}, headers=SCRIPT | {"Accept-Language": language})
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("words", "found"),
    [("memb", "/acme/settings/members"), ("invite", "/acme/settings/members"), ("token", "/acme/settings/tokens"),
     ("departm", "/acme/settings/departments"), ("general", "/acme/settings/organization"),
     ("new t", "/acme/desk/tickets/new"), ("sign o", 'data-post="/accounts/logout/"'),
     ("dark", 'data-theme-choice="dark"'), ("espanol", 'data-field="language=es"'), ("password", "/accounts/profile"),
     ("miembros", "/acme/settings/members"), ("cerrar ses", 'data-post="/accounts/logout/"')],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_palette_finds_settings_and_oneself(cast: Cast, client_of, words, found, language) -> None:
    assert found in palette(client_of(cast.owner), words, language)


def test_the_palette_offers_only_what_one_may(cast: Cast, client_of) -> None:
    ana, vera = client_of(cast.agent), client_of(cast.viewer)
    assert "/acme/settings/members" not in palette(ana, "members")
    assert "/acme/settings/tokens" in palette(ana, "tokens")
    assert "/acme/desk/tickets/new" not in palette(vera, "new ticket")
    assert 'role="option"' in palette(vera, "sign out")


def test_the_palette_goes_over_to_another_organization(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.globex.pk):
        make_member(cast.agent.user)
    ana = client_of(cast.agent)
    found = ('href="/globex/desk/"', "Globex", 'href="/organizations/"')
    for words, language in (("glob", "en"), ("switch", "en"), ("organiza", "es")):
        page = palette(ana, words, language)
        wanted = found if words != "glob" else found[:2]
        assert [one for one in wanted if one not in page] == [], words
    assert "/globex/" not in palette(client_of(cast.owner), "globex")
    assert 'href="/acme/settings/leaving"' in palette(ana, "leave")


def test_one_watches_and_no_more_by_the_palette(cast: Cast, ana: Client) -> None:
    asked = {"q": "watch", "ticket": cast.ticket.number}
    for said in ("Watch this ticket", "Stop watching", "Watch this ticket"):
        page = ana.get("/acme/desk/palette", asked, headers=SCRIPT).content.decode()
        found = re.search(r'data-post="([^"]+/watchers)" data-field="(\w+)=([^"]+)"', page)
        assert said in page
        assert found
        assert ana.post(found[1], {found[2]: found[3]}).status_code == 302


def about(client: Client, **asked: str) -> str:
    answer = client.get("/acme/desk/palette", {"q": ""} | asked, headers=SCRIPT)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_palette_is_about_what_is_chosen_open_or_has_the_focus(cast: Cast, ana: Client, client_of) -> None:
    number = cast.ticket.number
    row = about(ana, row=number)
    assert f">Ticket {number}<" in row
    assert re.findall(r'data-press="(\w)"', row) == list("aisplzmex")
    opened = about(ana, row=number, ticket=number)
    assert re.findall(r'data-press="(\w)"', opened) == list("rnaisplzme")
    chosen = about(ana, row=number, ticket=number, chosen="3")
    assert ">3 chosen tickets<" in chosen
    assert re.findall(r'data-press="(\w)"', chosen) == list("asplzme")
    assert "data-press" not in about(client_of(cast.viewer), chosen="3")
    for nothing in ({"row": "ZZZZZZ"}, {"row": cast.foreign_ticket.number}, {"chosen": "many"}, {"ticket": "\0"}):
        assert "data-press" not in about(ana, **nothing)


def test_the_palette_finds_macros_by_name_for_what_it_is_about(cast: Cast, ana: Client, client_of) -> None:
    number = cast.ticket.number
    with tenancy.organization(cast.acme.pk):
        found = make_macro(name="Devolución hecha", changes={"status": "pending"})
        make_macro(name="Of the owner", scope=MacroScope.PERSONAL, by=cast.owner.actor)
    opened = re.search(rf'data-macro="{found.pk}" data-at="([^"]*)"', about(ana, q="devolucion", ticket=number))
    assert opened
    assert ana.post(opened[1], {"macro": str(found.pk)}).status_code == 302
    assert f'data-at="{opened[1]}"' in about(ana, q="devolucion", ticket=f"a/b-{number}"), "as a person may write it"
    for asked in ({"row": number}, {"chosen": "2", "ticket": number}):
        page = about(ana, q="macro hecha", **asked)
        assert f'data-macro="{found.pk}" data-at=""' in page
        assert "Replies, Pending" in page
        assert "data-macro" not in about(client_of(cast.viewer), q="macro", **asked)
        assert "data-macro" not in about(ana, q="", **asked)
        assert "Of the owner" not in about(ana, q="macro", **asked)
    assert "data-macro" not in about(ana, q="devolucion")
    assert "data-macro" not in about(ana, q="devolucion", ticket=cast.foreign_ticket.number)


def test_the_palette_shows_the_list_another_way(cast: Cast, ana: Client) -> None:
    where = "view=open&priority=medium&current=x"
    page = about(ana, q="board", list=where)
    assert 'href="/acme/desk/?view=open&amp;priority=medium&amp;layout=board"' in page
    assert "layout=board" in about(ana, q="tablero", list=where)
    assert "layout=" not in about(ana, q="board", list="no_such_filter=1")
    assert "layout=" not in about(ana, q="board")
    found = re.search(r'data-post="([^"]+)" data-field="density=compact"', about(ana, q="dens", list=where))
    assert found
    answer = ana.post(found[1].replace("&amp;", "&"), {"density": "compact"})
    assert answer["Location"] == "/acme/desk/?view=open&priority=medium&layout=table"
    assert 'class="grid compact"' in ana.get(answer["Location"]).content.decode()
    assert ana.post("/acme/desk/display/density", {"density": "huge"}).status_code == 422


def test_the_palette_finds_views_that_are_not_pinned(cast: Cast, ana: Client, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        edit = ViewEdit(name="Refunds of today", question={"priority": "high"}, pinned=False)
        view = create_view(edit, by=cast.agent.actor)
    assert f"?view={view.pk}" in palette(ana, "refunds")
    assert f"?view={view.pk}" not in palette(client_of(cast.owner), "refunds")


def test_what_the_palette_presses_is_bound_by_the_table_of_keys(cast: Cast, ana: Client) -> None:
    table = (ROOT / "frontend/ts/keys.ts").read_text(encoding="utf-8")
    bound = set(re.findall(r'keys: "([^"]+)".*run:', table))
    number = cast.ticket.number
    pages = [about(ana, ticket=number), about(ana, row=number), about(ana, chosen="2"), about(ana, q="keyb")]
    pages += [about(ana, q=words, list="view=open") for words in ("filter", "select")]
    pressed = {key for page in pages for key in re.findall(r'data-press="([^"]+)"', page)}
    assert pressed <= bound
    by_words = {"v", "t", "c", "C", "/", "j", "k", "J", "K", ".", "Ctrl K"}  # watched by a form, or about where one is
    assert bound - by_words <= pressed


def test_an_empty_palette_stays_short(ana: Client) -> None:
    page = palette(ana, "")
    assert "My open" in page
    assert "data-theme-choice" not in page


def test_contacts_are_suggested_by_name_and_address(cast: Cast, ana: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        Contact.objects.bulk_create(Contact(name=f"Aaron {n:03}", email=f"aaron{n}@many.test") for n in range(60))
    for words in ("carla", "CARLA CUST", str(cast.customer.user.email)):
        page = ana.get("/acme/desk/contacts/suggestions", {"q": words}).content.decode()
        assert 'data-name="Carla Customer"' in page, words
    assert ana.get("/acme/desk/contacts/suggestions", {"q": "aaron"}).content.decode().count('role="option"') == 8
    page = ana.get("/acme/desk/contacts/suggestions", {"q": "nobody@new.test"}).content.decode()
    assert 'data-email="nobody@new.test"' in page
    assert "New contact" in page
    assert "option" not in ana.get("/acme/desk/contacts/suggestions", {"q": "c"}).content.decode()


def test_suggestions_are_for_those_who_open_tickets_and_only_their_own(cast: Cast, client_of) -> None:
    address = "/acme/desk/contacts/suggestions"
    assert client_of(cast.viewer).get(address, {"q": "carla"}).status_code == 403
    assert client_of(cast.stranger).get(address, {"q": "carla"}).status_code == 404
    page = client_of(cast.stranger).get("/globex/desk/contacts/suggestions", {"q": "carla"})
    assert "Carla" not in page.content.decode()


def test_who_opens_a_ticket_is_warned_of_an_address_that_mails_do_not_reach(cast: Cast, ana: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        for _number in range(dead.MOST_BOUNCES):
            dead.note_bounce("gone@customer.test", "5.1.1", "")
    asked = ana.get("/acme/desk/contacts/suggestions", {"email": " Gone@customer.test"}).content.decode()
    assert "mails to gone@customer.test come back: The address does not exist." in asked
    assert "come back" in ana.get("/acme/desk/tickets/new", {"email": "gone@customer.test"}).content.decode()
    assert ana.get("/acme/desk/contacts/suggestions", {"email": "carla@customer.test"}).content.strip() == b""


def test_suggestions_have_a_limit(cast: Cast, ana: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        for _ in range(contacts.SUGGESTIONS.most):
            count(contacts.SUGGESTIONS, str(cast.agent.member.pk if cast.agent.member else ""))
    assert ana.get("/acme/desk/contacts/suggestions", {"q": "carla"}).status_code == 429


@pytest.mark.parametrize("headers", [{}, BOOSTED])
def test_what_is_not_there_is_said_inside_the_desk(cast: Cast, ana: Client, headers) -> None:
    missing = ana.get("/acme/desk/tickets/ZZZZZZ", headers=headers)
    foreign = ana.get(f"/acme/desk/tickets/{cast.foreign_ticket.number}", headers=headers)
    elsewhere = ana.get("/acme/desk/nothing/here", headers=headers)
    for answer in (missing, foreign, elsewhere):
        page = answer.content.decode()
        assert answer.status_code == 404
        assert 'id="frame"' in page
        assert 'id="rail-views"' in page
    assert _words(missing) == _words(foreign)


def _words(answer: Any) -> str:
    return str(answer.content.decode().split("<h1>")[1].split("</p>")[0])


def test_what_is_not_for_one_is_said_inside_the_desk(cast: Cast, client_of) -> None:
    answer = client_of(cast.viewer).get("/acme/desk/tickets/new")
    assert answer.status_code == 403
    assert 'id="rail-views"' in answer.content.decode()
    answer = client_of(cast.agent).get("/acme/settings/members")
    assert answer.status_code == 403
    assert 'id="rail-views"' in answer.content.decode()


def test_others_see_no_frame_and_no_difference(cast: Cast, client_of) -> None:
    for path in ("/acme/desk/", "/acme/desk/tickets/ZZZZZZ", "/nobody/desk/"):
        answer = client_of(cast.stranger).get(path)
        assert answer.status_code == 404
        assert 'id="frame"' not in answer.content.decode()
        assert cast.acme.name not in answer.content.decode()
    assert client_of(None).get("/acme/desk/nothing").status_code == 302


def test_a_part_and_a_form_get_no_frame(cast: Cast, ana: Client, client_of) -> None:
    part = ana.get("/acme/desk/tickets/ZZZZZZ/parts/top", headers=SCRIPT)
    assert part.status_code == 404
    assert 'id="frame"' not in part.content.decode()
    form = client_of(cast.viewer).post(f"/acme/desk/tickets/{cast.ticket.number}/status", {"version": 1})
    assert form.status_code == 403
    assert 'id="frame"' not in form.content.decode()

"""The search of the desk and the API: what comes first, where it stands, and who sees which part of it."""

import datetime
import itertools
import json
import string
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.editing import delete_message
from moondesk.files.actions import take_uploads
from moondesk.kit import tenancy
from moondesk.search import fitting, texts
from moondesk.search.finding import Results, find_tickets
from moondesk.tickets.actions import change_tags, delete_ticket
from moondesk.tickets.actions.wording import write_words
from moondesk.tickets.models import Ticket
from moondesk.tickets.search_models import TicketWords
from moondesk.tickets.wording import worded_tickets
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast
from tests.search.making import index, index_here

pytestmark = pytest.mark.django_db


def subjects(found: Results) -> list[str]:
    return [hit.row.subject for hit in found.hits]


def marked(pieces: list[tuple[str, bool]]) -> str:
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in pieces)


def passages(found: Results) -> list[tuple[str, str]]:
    return [(one.kind, marked(one.pieces)) for hit in found.hits for one in hit.passages]


def test_the_best_comes_first_and_pages_go_on(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    for number in range(6):
        factories.make_ticket(f"Something else {number}", "By the way, the printer hums.")
    factories.make_ticket("The printer burns", "Help.")
    index_here()
    found = find_tickets(by, "printer", limit=3)
    assert subjects(found)[0] == "The printer burns"
    walked, cursor = subjects(found), found.next
    while cursor:
        page = find_tickets(by, "printer", limit=3, cursor=cursor)
        walked, cursor = walked + subjects(page), page.next
    assert len(walked) == len(set(walked)) == 7
    number = Ticket.objects.get(subject="Something else 3").number
    factories.make_ticket(f"About {number}", f"See {number} and {number}.")
    index_here()
    assert subjects(find_tickets(by, number))[0] == "Something else 3"
    assert subjects(find_tickets(by, "is:unassigned", limit=2))[0].startswith("About")


def test_what_is_not_looked_at_would_not_be_among_the_best(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few of those that fit best are looked at first, the order is that of all, on each page."""
    owner, day = in_acme.owner.actor, datetime.timedelta(days=1)
    for number in range(9):
        subject, text = (f"Refund {number}", "Please") if number % 2 else (f"Other {number}", "A refund, please")
        ticket = factories.make_ticket(subject, text)
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=ticket.updated_at - number * number * 7 * day)
    index_here()

    def pages() -> list[list[str]]:
        found = [find_tickets(owner, "refund", limit=2)]
        while found[-1].next:
            found.append(find_tickets(owner, "refund", limit=2, cursor=found[-1].next))
        return [subjects(one) for one in found]

    of_all = pages()
    assert [len(page) for page in of_all] == [2, 2, 2, 2, 1]
    assert of_all[0][0] == "Refund 1"
    for few in (0, 1, 3):
        monkeypatch.setattr(fitting, "NEAR", few)
        assert pages() == of_all


def test_more_hits_take_no_more_statements(in_acme: Cast) -> None:
    def asked() -> int:
        index_here()
        with CaptureQueriesContext(connection) as taken:
            found = find_tickets(in_acme.owner.actor, "hums")
        assert found.hits[0].passages
        return len(taken)

    factories.make_ticket("The printer", "It hums.")
    asked()  # the words of the question are kept from now on
    few = asked()
    for number in range(8):
        factories.make_ticket(f"Printer {number}", "It hums.")
    assert asked() == few <= 12


def test_words_are_shown_where_they_stand(in_acme: Cast) -> None:
    by, ticket = in_acme.owner.actor, Ticket.objects.get(pk=in_acme.ticket.pk)
    long = "Nothing. " * 60
    reply_to_customer(ticket, f"{long}The Cancelación of <b>your flights</b> & more. {long}", by=by)
    file = factories.make_file("cancellation-proof.txt", by=by)
    add_note(ticket, "Ask finance.", by=by, files=take_uploads([file.pk], by=by))
    index_here()
    found = find_tickets(by, "cancelacion flight")
    assert marked(found.hits[0].subject) == "My [flight] was cancelled"
    ((kind, shown),) = passages(found)
    assert kind == "reply"
    assert "The [Cancelación] of <b>your [flights]</b> & more." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    reply_to_customer(ticket, "The end.", by=by)
    index_here()
    assert passages(find_tickets(by, "the finance")) == [("note", "Ask [finance].")]
    assert passages(find_tickets(by, "the end")) == [("reply", "The [end].")]
    assert passages(find_tickets(by, '"the end"'))[0] == ("reply", "[The] [end].")
    assert passages(find_tickets(by, "proof")) == [("file", "cancellation-[proof].txt")]
    assert passages(find_tickets(by, "finance")) == [("note", "Ask [finance].")]


def test_small_mistakes_are_put_right_by_words_that_one_sees(in_acme: Cast) -> None:
    factories.make_ticket("Reimbursement of the hotel", "x", department=in_acme.hotels)
    index_here()
    found = find_tickets(in_acme.owner.actor, "cancelld fligth status:open")
    assert found.corrected == "cancelled flight status:open"
    assert subjects(found) == ["My flight was cancelled"]
    assert find_tickets(in_acme.owner.actor, "reimbrusement").corrected == "reimbursement"
    assert find_tickets(in_acme.agent.actor, "reimbrusement").corrected == ""
    assert find_tickets(in_acme.agent.actor, "qqqqqqqq").corrected == ""


def test_nobody_finds_more_than_they_see(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, ticket = in_acme.owner.actor, Ticket.objects.get(pk=in_acme.ticket.pk)
    reply = reply_to_customer(ticket, "We pay the voucher", by=owner)
    add_note(ticket, "Suspicious voucher", by=owner)
    index_here()
    assert passages(find_tickets(owner, "voucher"))
    assert find_tickets(in_acme.other_agent.actor, "voucher").hits == []
    customer = find_tickets(in_acme.customer.actor, "voucher")
    assert (len(customer.hits), passages(customer)) == (1, [])
    assert find_tickets(in_acme.customer.actor, "suspicious").hits == []
    delete_message(reply, by=owner)
    index_here()
    assert passages(find_tickets(owner, "voucher")) == [("note", "Suspicious [voucher]")]
    delete_ticket(ticket, by=owner)
    assert find_tickets(owner, "voucher").hits == []


@pytest.fixture
def searched(cast: Cast) -> Cast:
    with tenancy.organization(cast.acme.pk):
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "Carla <script>lies</script>", by=cast.owner.actor)
        change_tags(Ticket.objects.get(pk=cast.ticket.pk), ["vip"], by=cast.owner.actor)
    index(cast.acme)
    index(cast.globex)
    return cast


def test_programs_search(searched: Cast, programs: Callable[..., Program]) -> None:
    def asked(program: Program, query: str) -> dict[str, Any]:
        return dict(json.loads(program.get(f"/search?{query}").content))

    found = asked(programs("owner"), "q=lies+tag:vip")
    (item,) = found["items"]
    assert item["ticket"]["number"] == f"TKT-{searched.ticket.number}"
    assert item["passages"][0]["pieces"] == [
        {"text": "Carla <script>", "hit": False}, {"text": "lies", "hit": True}, {"text": "</script>", "hit": False},
    ]  # fmt: skip
    assert (found["contacts"], found["next"], found["corrected"], found["is_part"]) == ([], None, None, False)
    people = asked(programs("owner"), "q=carla")
    assert [one["email"] for one in people["contacts"]] == ["carla@customer.test"]
    with tenancy.organization(searched.acme.pk):
        factories.make_contact("one@nunez.test", name="Ángel Núñez")
    for words in ("nunez", "n%C3%BA%C3%B1ez+angel", "angel+one%40"):
        assert [one["name"] for one in asked(programs("owner"), f"q={words}")["contacts"]] == ["Ángel Núñez"]
    assert [one["name"] for one in asked(programs("owner"), "q=ana")["members"]] == ["Ana Agent"]
    narrow = programs("owner", scopes=["tickets:ticket:view", "tickets:ticket:view_all"])
    assert asked(narrow, "q=lies")["items"] == asked(narrow, "q=carla")["contacts"] == []
    assert asked(programs("other_agent"), "q=flight")["items"] == []
    assert asked(programs("stranger"), "q=flight")["items"] == []
    is_problem(programs("employee").get("/search?q=flight"), 403, "not_allowed")


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("flight+status:asleep", (14, 20)),
        ("nofield:x", (0, 8)),
        ("tag:%3Ea", (0, 6)),
        ('"open', (0, 5)),
        ("x" * 10_000, (1000, 10_000)),
        ("+".join("ab" for _n in range(60)), (120, 179)),
    ],
)
def test_what_cannot_be_understood_says_where(
    searched: Cast,
    client_of: Callable[..., Client],
    programs: Callable[..., Program],
    asked: str,
    place: tuple[int, int],
) -> None:
    error = is_problem(programs("owner").get(f"/search?q={asked}"), 422, "invalid_search")
    assert (error["place"]["start"], error["place"]["end"]) == place
    is_problem(programs("owner").get(f"/tickets?q={asked}"), 422, "invalid_search")
    for page in ("search", ""):
        answer = client_of(searched.owner).get(f"/acme/desk/{page}?q={asked}")
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert f'data-wrong="{place[0]},{place[1]}"' in shown
        assert 'id="search-wrong" role="alert"' in shown
        assert len(asked) > 1000 or 'name="q" value=""' not in shown


def test_all_else_is_only_words(searched: Cast, client_of: Callable[..., Client]) -> None:
    owner = client_of(searched.owner)
    for asked in (
        "%",
        "_",
        "\\",
        "🎉",
        "مرحبا بالعالم",
        "a -",
        "<script>",
        "';--",
        "&|!():*<->",
        "'a' <-> b",
        "\x00",
        "-",
        "OR",
    ):
        assert owner.get("/acme/desk/search", {"q": asked}).status_code in (200, 422)
    assert owner.get("/acme/desk/search", {"q": "flight", "cursor": "x"}).status_code == 422


def test_the_page_shows_hits_escaped_and_in_spanish(searched: Cast, client_of: Callable[..., Client]) -> None:
    owner = client_of(searched.owner)
    page = owner.get("/acme/desk/search", {"q": "lies"}).content.decode()
    assert "Carla &lt;script&gt;<mark>lies</mark>&lt;/script&gt;" in page
    assert f"/acme/desk/tickets/{searched.ticket.number}" in page
    page = owner.get("/acme/desk/search", {"q": "carla"}).content.decode()
    assert "/acme/desk/contacts/" in page
    page = owner.get("/acme/desk/search", headers={"Accept-Language": "es"}).content.decode()
    assert "status:open" in page
    assert (
        'href="/acme/desk/search?q=lies"'
        in owner.get("/acme/desk/palette", {"q": "lies"}, headers={"HX-Request": "true"}).content.decode()
    )


def test_a_word_too_long_for_the_database_is_nowhere_and_breaks_nothing(in_acme: Cast) -> None:
    index_here()
    by, long = in_acme.owner.actor, "\u3300" * 250  # one sign that folds into five
    everything = subjects(find_tickets(by, "-nowhere"))
    assert subjects(find_tickets(by, f"flight {long}")) == subjects(find_tickets(by, f'"{long}" OR {long}*')) == []
    assert subjects(find_tickets(by, f"flight OR {long}")) == [in_acme.ticket.subject]
    assert subjects(find_tickets(by, f"-{long}")) == everything


def test_a_ticket_of_more_words_than_the_database_keeps_is_still_written(in_acme: Cast) -> None:
    every = ["".join(letters) for letters in itertools.product(string.ascii_lowercase + string.digits, repeat=3)]
    every += [f"{letter}{chr(greek)}" for letter in string.ascii_lowercase for greek in range(0x3B1, 0x3C9)]
    every += [f"{chr(greek)}{letter}" for letter in string.ascii_lowercase for greek in range(0x3B1, 0x3C9)]
    worst = dict.fromkeys("ABCD", every * 2)
    [ticket] = worded_tickets([in_acme.ticket.pk])
    write_words([texts._words(ticket, {weight: [" ".join(words)] for weight, words in worst.items()})])
    assert TicketWords.objects.filter(ticket=ticket).exists()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("sta", ['data-insert="stage:"', 'data-insert="status:"']),
        ("flight -pri", ['data-insert="priority:" data-taken="3"']),
        ("priority:>=h", ['data-insert="high " data-taken="1"']),
        ("tag:a,vi", ['data-insert="vip " data-taken="2"']),
        ("assignee:an", ["Ana Agent", "&#34;Ana Agent&#34; "]),
        ("department:", ["Flights", "Hotels", "none"]),
        ("is:una", ["unassigned", "unanswered"]),
        ("created:<", ["&lt;7d"]),
        ('"status:', []),
        ("nothing:x", []),
        ("flight ", []),
    ],
)
def test_the_box_offers_what_can_follow(
    searched: Cast, client_of: Callable[..., Client], typed: str, offered: list[str]
) -> None:
    page = client_of(searched.owner).get("/acme/desk/search/completions", {"q": typed}).content.decode()
    assert [one for one in offered if one not in page] == []
    assert ("option" in page) is bool(offered)

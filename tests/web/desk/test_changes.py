"""Every change of a ticket through its doors: the page, the part for a script, the row; stale, refused, foreign."""

import re

import pytest
from django.test import Client

from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.tickets.actions import change_priority
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.rules import Priority
from tests.harness.people import Cast

SCRIPT = {"HX-Request": "true"}


def address(cast: Cast, verb: str = "", ticket: Ticket | None = None) -> str:
    return f"/acme/desk/tickets/{(ticket or cast.ticket).number}" + (f"/{verb}" if verb else "")


def reread(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("status", "assignee", "department", "category").get(pk=cast.ticket.pk)


def events(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        return list(Event.objects.filter(subject_id=cast.ticket.pk).order_by("id").values_list("name", flat=True))


@pytest.fixture
def ana(cast: Cast, client_of) -> Client:
    return client_of(cast.agent)


CHANGES = [
    ("status", {"status": "pending"}, lambda ticket: ticket.status.key == "pending", "ticket.status_changed"),
    ("priority", {"priority": "urgent"}, lambda ticket: ticket.priority == Priority.URGENT, "ticket.priority_changed"),
    ("assignment", {"assignee": "me"}, lambda ticket: ticket.assignee.name == "Ana Agent", "ticket.assignee_changed"),
    ("resolution", {}, lambda ticket: ticket.stage == "resolved", "ticket.status_changed"),
    (
        "properties",
        {"subject": "Other words"},
        lambda ticket: ticket.subject == "Other words",
        "ticket.subject_changed",
    ),
    ("properties", {"type": "problem"}, lambda ticket: ticket.type == "problem", "ticket.type_changed"),
    ("properties", {"category": "billing"}, lambda ticket: ticket.category.key == "billing", "ticket.category_changed"),
    ("properties", {"add_tags": "Vip, refund"}, lambda ticket: ticket.tags == ["vip", "refund"], "ticket.tags_changed"),
]


@pytest.mark.parametrize(("verb", "fields", "holds", "told"), CHANGES)
@pytest.mark.parametrize("script", [False, True])
def test_a_change_through_page_and_part(cast: Cast, ana: Client, verb, fields, holds, told, script) -> None:  # noqa: PLR0917
    answer = ana.post(address(cast, verb), {"version": cast.ticket.version, **fields}, headers=SCRIPT if script else {})
    assert answer.status_code == (200 if script else 302), answer.content.decode()[:600]
    assert holds(reread(cast))
    assert told in events(cast)
    if script:
        assert 'hx-target="#top"' in answer.content.decode()
        assert answer["HX-Push-Url"] == "false"
    else:
        assert ana.get(answer["Location"]).status_code == 200


def test_a_tag_is_taken_off(cast: Cast, ana: Client) -> None:
    ana.post(address(cast, "properties"), {"version": cast.ticket.version, "add_tags": "a,b"})
    ana.post(address(cast, "properties"), {"version": reread(cast).version, "remove_tag": "a"})
    assert reread(cast).tags == ["b"]


@pytest.mark.parametrize("script", [False, True])
def test_a_stale_change_is_refused_and_says_what_changed(cast: Cast, ana: Client, script) -> None:
    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.HIGH, by=cast.owner.actor)
    fields = {"version": cast.ticket.version, "subject": "Typed <b>with care</b>"}
    answer = ana.post(address(cast, "properties"), fields, headers=SCRIPT if script else {})
    page = answer.content.decode()
    assert answer.status_code == 412
    assert reread(cast).subject == "My flight was cancelled"
    assert "Olivia Owner" in page
    assert "Priority: Medium → High" in page
    assert 'value="Typed &lt;b&gt;with care&lt;/b&gt;"' in page, "what was typed is lost"
    again = re.search(r'name="version" value="(\d+)"', page[page.index("stale-") :])
    assert again
    ana.post(address(cast, "properties"), fields | {"version": again[1]})
    assert reread(cast).subject == "Typed <b>with care</b>"


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("status", {"status": "nonsense"}),
        ("priority", {"priority": "highest"}),
        ("assignment", {"assignee": "not-an-id"}),
        ("assignment", {"assignee": "00000000-0000-7000-8000-000000000000"}),
        ("properties", {"subject": ""}),
        ("properties", {"subject": "x" * 201}),
        ("properties", {"subject": "bell \x07"}),
        ("properties", {"department": "00000000-0000-7000-8000-000000000000"}),
        ("messages", {"kind": "reply", "body": "  "}),
        ("messages", {"kind": "reply", "body": "Fine", "status": "nonsense"}),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_said(cast: Cast, ana: Client, verb, fields) -> None:
    before = events(cast)
    answer = ana.post(address(cast, verb), {"version": cast.ticket.version, **fields}, headers=SCRIPT)
    assert answer.status_code == 422
    assert 'id="frame"' in answer.content.decode()
    assert events(cast) == before
    assert reread(cast).version == cast.ticket.version


@pytest.mark.parametrize("verb", ["status", "priority", "assignment", "resolution", "properties", "messages"])
def test_a_viewer_reads_and_changes_nothing(cast: Cast, client_of, verb) -> None:
    vera = client_of(cast.viewer)
    page = vera.get(address(cast)).content.decode()
    assert "<textarea" not in page
    assert not re.search(rf'(action|hx-[a-z]+)="[^"]*/{verb}', page)
    answer = vera.post(address(cast, verb), {"version": cast.ticket.version, "status": "pending", "body": "x"})
    assert answer.status_code == 403
    assert reread(cast).version == cast.ticket.version


@pytest.mark.parametrize("verb", ["", "status", "messages", "parts/top", "row"])
def test_tickets_of_others_are_not_there(cast: Cast, client_of, verb) -> None:
    method = "post" if verb in ("status", "messages") else "get"
    for person, ticket in (
        (cast.agent, cast.foreign_ticket),
        (cast.agent, cast.other_ticket),
        (cast.stranger, cast.ticket),
        (cast.customer, cast.ticket),
    ):
        answer = getattr(client_of(person), method)(address(cast, verb, ticket), {"version": 1, "body": "x"})
        assert answer.status_code == 404, (person.user.email, ticket.subject)


def test_nobody_is_asked_to_sign_in(cast: Cast, client_of) -> None:
    answer = client_of(None).get(address(cast))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_reply_is_written_and_sets_the_status(cast: Cast, ana: Client) -> None:
    answer = ana.post(
        address(cast, "messages"), {"kind": "reply", "body": "We **help** you.", "status": "pending"}, headers=SCRIPT
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>help</strong>" in page
    assert reread(cast).status.key == "pending"
    assert events(cast)[-2:] == ["message.reply_sent", "ticket.status_changed"]


def test_a_note_is_no_reply(cast: Cast, ana: Client) -> None:
    answer = ana.post(address(cast, "messages"), {"kind": "note", "body": "Between us", "status": "resolved"})
    assert answer.status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Message.objects.get(ticket=cast.ticket, body="Between us").kind == "note"
    assert reread(cast).stage == "open"
    assert events(cast)[-1] == "message.note_added"


def test_a_reply_is_stopped_by_news_and_its_text_kept(cast: Cast, ana: Client, client_of) -> None:
    page = ana.get(address(cast)).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    client_of(cast.owner).post(address(cast, "messages"), {"kind": "reply", "body": "The owner was faster"})
    before = events(cast)
    mine = {"kind": "reply", "body": "My long answer <i>", "seen": seen[1]}
    answer = ana.post(address(cast, "messages"), mine, headers=SCRIPT)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The owner was faster" in page
    assert "My long answer &lt;i&gt;</textarea>" in page
    assert events(cast) == before
    newer = re.search(r'name="seen" value="([^"]+)"', page)
    assert newer
    assert newer[1] != seen[1]
    assert ana.post(address(cast, "messages"), mine | {"seen": newer[1]}, headers=SCRIPT).status_code == 200


def test_what_people_write_stays_text(cast: Cast, client_of) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    ana = client_of(cast.agent)
    ana.post(address(cast, "properties"), {"version": cast.ticket.version, "subject": evil})
    ana.post(address(cast, "messages"), {"kind": "reply", "body": evil + "\n\n[x](javascript:alert(3))"})
    ana.post(address(cast, "properties"), {"version": reread(cast).version, "add_tags": "<b>tag</b>"})
    with tenancy.organization(cast.acme.pk):
        contact = cast.customer.contact
        assert contact
        contact.name = evil
        contact.save()
    for path in (address(cast), "/acme/desk/?view=all", "/acme/desk/?view=all&layout=table", "/acme/desk/contacts"):
        page = ana.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "<b>tag" not in page, path
        assert 'href="javascript:' not in page, path


def test_a_row_is_changed_from_the_list(cast: Cast, ana: Client) -> None:
    menu = ana.get(address(cast, "row"), headers=SCRIPT).content.decode()
    assert 'name="from" value="list"' in menu
    fields = {"version": cast.ticket.version, "status": "pending", "from": "list"}
    answer = ana.post(
        address(cast, "status") + "?view=open", fields, headers=SCRIPT | {"HX-Current-URL": "http://x/acme/desk/"}
    )
    page = answer.content.decode()
    assert 'hx-target="#rows"' in page
    assert 'hx-target="#top"' not in page, "the ticket that is open is another one"
    assert reread(cast).status.key == "pending"


def test_a_ticket_moved_out_of_sight_leads_back_to_the_list(cast: Cast, ana: Client) -> None:
    fields = {"version": cast.ticket.version, "department": str(cast.hotels.pk)}
    answer = ana.post(address(cast, "properties"), fields, headers=SCRIPT)
    assert answer.status_code == 302
    assert ana.get(answer["Location"]).status_code == 200
    assert ana.get(address(cast)).status_code == 404


def test_categories_in_the_history_speak_the_readers_language(cast: Cast, ana: Client) -> None:
    ana.post(address(cast, "properties"), {"version": cast.ticket.version, "category": "billing"})
    with tenancy.organization(cast.acme.pk):
        spanish = Category.objects.get(key="billing").label("es")
    page = ana.get(address(cast), headers={"Accept-Language": "es"}).content.decode()
    assert spanish in page

"""Tags are known once used; renaming and merging reach every ticket, in batches, by the ordinary event."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.tickets import actions
from moondesk.tickets.actions import tagging
from moondesk.tickets.actions.tagging import colour_tag, move_tag_batch, rename_tag
from moondesk.tickets.errors import InvalidTicket, TagNotFound
from moondesk.tickets.models import Ticket
from moondesk.tickets.tag_models import TagMove
from moondesk.tickets.tag_queries import get_tag, moves_to_finish, suggest_tags, used_tags
from tests import factories, factories_lasting
from tests.harness.events import last_told
from tests.harness.people import Cast, Person


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def tag(cast: Cast, *names: str, ticket: Ticket | None = None) -> None:
    actions.change_tags(fresh(ticket or cast.ticket), names, by=cast.owner.actor)


def test_what_is_typed_is_known_and_suggested(in_acme: Cast) -> None:
    tag(in_acme, "Very  Important", "refund", "important-ish")
    assert fresh(in_acme.ticket).tags == ["very important", "refund", "important-ish"]
    assert [one.name for one in suggest_tags("IMPO")] == ["important-ish", "very important"]
    assert suggest_tags("%") == suggest_tags(" ") == []


def test_a_comma_is_refused(in_acme: Cast) -> None:
    with pytest.raises(InvalidTicket) as refused:
        tag(in_acme, "a,b")
    assert "tags" in refused.value.fields
    with pytest.raises(InvalidTicket):
        rename_tag(factories_lasting.make_tag(), "x,y", by=in_acme.owner.actor)


def test_merging_reaches_every_ticket_once(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "BATCH", 2)
    tickets = [in_acme.ticket, *(factories.make_ticket() for _ in range(4))]
    for ticket in tickets:
        tag(in_acme, "urgent!", "vip", ticket=ticket)
    rename_tag(get_tag("urgent!"), "VIP", by=in_acme.owner.actor)
    [move_id] = moves_to_finish()
    runs = 1
    while move_tag_batch(move_id):
        runs += 1
    assert runs == 3
    assert {tuple(fresh(one).tags) for one in tickets} == {("vip",)}
    assert last_told(in_acme.ticket).name == "ticket.tags_changed"
    assert TagMove.objects.get().moved == 5
    assert moves_to_finish() == []
    assert not move_tag_batch(move_id)
    assert [(one.name, one.tickets) for one in used_tags()] == [("vip", 5)]
    with pytest.raises(TagNotFound):
        get_tag("urgent!")


def test_only_who_may(in_acme: Cast) -> None:
    tag(in_acme, "vip")
    for act in (lambda by: rename_tag(get_tag("vip"), "x", by=by), lambda by: colour_tag(get_tag("vip"), "red", by=by)):
        with pytest.raises(NotAllowed):
            act(in_acme.agent.actor)
    with pytest.raises(InvalidTicket):
        colour_tag(get_tag("vip"), "plaid", by=in_acme.owner.actor)


@pytest.mark.django_db
def test_the_page_and_the_api_rename_and_colour(
    cast: Cast, client_of: Callable[[Person], Client], token_of: Callable[..., str]
) -> None:
    with tenancy.organization(cast.acme.pk):
        tag(cast, "vip", "<b>")
    client = client_of(cast.owner)
    assert "&lt;b&gt;" in client.get("/acme/settings/tags").content.decode()
    ticket = f"/acme/desk/tickets/{cast.ticket.number}"
    assert 'class="tag" data-c="red"' not in client.get(ticket).content.decode()
    fields = {"which": "vip", "name": "vip", "colour": "red"}
    assert client.post("/acme/settings/tags/change", fields).status_code == 302
    assert 'class="tag" data-c="red"' in client.get(ticket).content.decode()
    assert client.post("/acme/settings/tags/change", fields | {"name": "a,b"}).status_code == 422
    assert client_of(cast.agent).post("/acme/settings/tags/change", fields).status_code == 403
    assert 'value="x,vip"' in client.get("/acme/desk/tags?add_tags=x,vi").content.decode()
    program = Client(headers={"Authorization": f"Bearer {token_of(cast.owner)}"})
    found = program.patch("/api/v1/tags/vip", {"name": "Gold"}, content_type="application/json")
    assert json.loads(found.content) == {"name": "gold", "colour": "red"}
    assert program.patch("/api/v1/tags/vip", {}, content_type="application/json").status_code == 404
    names = [one["name"] for one in json.loads(program.get("/api/v1/tags").content)["items"]]
    assert names == ["<b>", "gold", "vip"]

"""What people search for finds first what they mean, in English and Spanish (``relevance.toml``)."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.queries import member_actor
from moondesk.search.finding import find_tickets
from moondesk.tickets.actions import change_tags
from moondesk.tickets.models import Ticket
from tests import factories
from tests.search.making import index_here

pytestmark = pytest.mark.django_db
SET = tomllib.loads(Path(__file__).with_name("relevance.toml").read_text(encoding="utf-8"))


def _open(told: dict[str, Any], by: Actor, age: int) -> Ticket:
    first, *rest = told["said"]
    ticket = factories.make_ticket(told["subject"], first, requester=factories.make_contact(name=told["by"]))
    Ticket.objects.filter(pk=ticket.pk).update(language=told.get("language", "en"))
    ticket.refresh_from_db()
    for text in rest:
        reply_to_customer(ticket, text, by=by)
    if "note" in told:
        add_note(ticket, told["note"], by=by)
    for name in told.get("files", ()):
        factories.make_attachment(factories.make_message(ticket, "See the file."), name, by=by)
    if "tags" in told:
        change_tags(ticket, told["tags"], by=by)
    Ticket.objects.filter(pk=ticket.pk).update(updated_at=now() - datetime.timedelta(days=age))
    return ticket


def test_what_is_meant_comes_first() -> None:
    organization = factories.make_organization("relevance")
    with tenancy.organization(organization.pk):
        by = member_actor(Member.objects.get())
        opened = {
            _open(told, by, age).pk: key
            for age, (key, told) in zip(range(90, 0, -1), SET["tickets"].items(), strict=False)
        }
        index_here()
        found = {asked: find_tickets(by, asked, limit=1).hits for asked in SET["first"]}
        first = {asked: opened[hits[0].row.id] if hits else "" for asked, hits in found.items()}
    assert len(SET["first"]) >= 60
    assert {asked: (first[asked], meant) for asked, meant in SET["first"].items() if first[asked] != meant} == {}

"""How many statements a page or a list takes: committed, and the same however many rows there are.

``MOONDESK_WRITE_QUERY_COUNTS=1`` writes the counts anew, for review.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.kit import tenancy
from moondesk.organizations.models import ApiToken
from moondesk.tickets.models import Ticket
from tests import factories
from tests.factories_lasting import make_export, make_notification
from tests.harness.people import Cast
from tests.timekeeping.making import make_time_entry

COUNTS = Path(__file__).with_name("query_counts.json")
PAGES = {
    "desk list": ("owner", "/acme/desk/"),
    "desk list of an agent": ("agent", "/acme/desk/"),
    "desk rows": ("agent", "/acme/desk/rows"),
    "desk board": ("agent", "/acme/desk/?view=open&layout=board"),
    "desk board in lanes": ("agent", "/acme/desk/?view=open&layout=board&lanes=assignee"),
    "desk timeline": ("agent", "/acme/desk/?view=open&layout=timeline"),
    "desk counts": ("agent", "/acme/desk/counts"),
    "desk ticket": ("agent", "/acme/desk/tickets/{number}"),
    "desk time": ("agent", "/acme/desk/time"),
    "desk time by ticket": ("owner", "/acme/desk/time?group=ticket"),
    "desk numbers": ("agent", "/acme/desk/tickets/{number}/numbers"),
    "desk new ticket": ("agent", "/acme/desk/tickets/new"),
    "desk notifications": ("agent", "/acme/desk/notifications"),
    "desk contacts": ("agent", "/acme/desk/contacts"),
    "desk contact": ("agent", "/acme/desk/contacts/{contact}"),
    "portal form": (None, "/acme/help/new"),
    "portal link": (None, "/acme/help/t/{link}"),
    "portal tickets": ("customer", "/acme/help/tickets"),
    "portal ticket": ("customer", "/acme/help/tickets/{number}"),
    "settings members": ("owner", "/acme/settings/members"),
    "settings departments": ("owner", "/acme/settings/departments"),
    "settings workflow": ("owner", "/acme/settings/workflow"),
    "settings fields": ("owner", "/acme/settings/fields"),
    "settings web forms": ("owner", "/acme/settings/web-forms"),
    "settings directory pull": ("owner", "/acme/settings/directory/pull"),
    "settings tokens": ("owner", "/acme/settings/tokens"),
    "settings audit": ("owner", "/acme/settings/audit"),
    "organizations": ("owner", "/organizations/"),
    "api tickets": ("token", "/api/v1/tickets?limit=50"),
    "api ticket": ("token", "/api/v1/tickets/{number}"),
    "api messages": ("token", "/api/v1/tickets/{number}/messages"),
    "api time": ("token", "/api/v1/time/entries"),
    "api time groups": ("token", "/api/v1/time/groups?group=ticket"),
    "api timers": ("token", "/api/v1/time/timers"),
    "api metrics": ("token", "/api/v1/tickets/{number}/metrics"),
    "api notifications": ("token", "/api/v1/notifications"),
    "api contacts": ("token", "/api/v1/contacts"),
    "api members": ("token", "/api/v1/members"),
    "api departments": ("token", "/api/v1/departments"),
    "api statuses": ("token", "/api/v1/statuses"),
    "api fields": ("token", "/api/v1/fields"),
    "api forms": ("token", "/api/v1/forms"),
    "api categories": ("token", "/api/v1/categories"),
    "api audit": ("token", "/api/v1/audit"),
    "api audit exports": ("token", "/api/v1/audit/exports"),
    "api me": ("token", "/api/v1/me"),
}


def fill(cast: Cast, rows: int) -> None:
    """Add rows of everything that a page may list."""
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        token = ApiToken.objects.filter(member=cast.owner.member).earliest("pk")
        for number in range(rows):
            department = factories.make_department(parent=cast.flights)
            member = factories.make_member(departments=[department, cast.flights])
            factories.make_token(cast.owner.member)
            factories.make_contact(company=factories.make_company())
            new = factories.make_ticket(
                requester=cast.customer.contact, department=cast.flights, tags=("a", f"b{number}")
            )
            for one in (cast.agent, cast.owner):
                make_notification(one.member, new)
            Ticket.objects.filter(pk=factories.make_ticket(department=department).pk).update(assignee=member)
            reply_to_customer(ticket, "An answer", by=cast.agent.actor)
            add_note(ticket, "A note", by=cast.agent.actor)
            factories.make_participant(ticket)
            make_time_entry(ticket, by=cast.agent.actor)
            make_export(member=cast.owner.member, content="audit", token_id=token.pk)


def asked(cast: Cast, secret: str, client_of: Callable[..., Client], name: str) -> int:
    who, address = PAGES[name]
    address = address.format(number=cast.ticket.number, contact=cast.customer.contact.pk, link=cast.link)
    client = client_of(None if who in (None, "token") else cast.people[who])
    headers = {"Authorization": f"Bearer {secret}"} if who == "token" else {}
    client.get(address, headers=headers)  # the first time fills what is kept between requests
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address, headers=headers)
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
    return sum(not _is_frame(query["sql"]) for query in captured.captured_queries)


def _is_frame(statement: str) -> bool:
    return statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO"))


def counts(cast: Cast, secret: str, client_of: Callable[..., Client]) -> dict[str, int]:
    return {name: asked(cast, secret, client_of, name) for name in PAGES}


def test_query_counts_are_the_committed_ones_and_do_not_grow(
    cast: Cast, client_of: Callable[..., Client], token_of: Callable[..., Any]
) -> None:
    secret = token_of(cast.owner)
    fill(cast, 5)
    few = counts(cast, secret, client_of)
    fill(cast, 25)
    many = counts(cast, secret, client_of)
    assert many == few
    if os.environ.get("MOONDESK_WRITE_QUERY_COUNTS"):
        COUNTS.write_text(json.dumps(few, indent=2) + "\n", encoding="utf-8")
    assert few == json.loads(COUNTS.read_text(encoding="utf-8"))


def test_the_most_any_page_takes() -> None:
    kept = json.loads(COUNTS.read_text(encoding="utf-8"))
    assert set(kept) == set(PAGES)
    assert max(kept.values()) <= 25, "a page that needs more asks too often"


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("api")])
def test_the_api_asks_little(name: str) -> None:
    assert json.loads(COUNTS.read_text(encoding="utf-8"))[name] <= 8

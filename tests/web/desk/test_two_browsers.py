"""Two people at two browsers: what one does, the other sees, without a reload."""

import time
from typing import Any

import pytest
from django.conf import settings

from moondesk.kit import tenancy
from moondesk.organizations.models import Department, Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import assign_ticket
from moondesk.tickets.models import Ticket
from tests.harness.browser import hear
from tests.harness.people import Cast, Person
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def second(page: Any, desk: Desk, client_of):
    """Return a page of another browser, signed in as somebody."""
    opened: list[Any] = []

    def enter(person: Person) -> Any:
        context = page.context.browser.new_context(base_url=desk.url, locale="en-GB", timezone_id="Europe/Madrid")
        opened.append(context)
        session = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": desk.url}])
        return context.new_page()

    yield enter
    for context in opened:
        context.close()


def test_who_is_there_what_concerns_me_and_how_the_desk_is_set_up(desk: Desk, page: Any, sign_in, second, axe) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    ana, olivia = page, second(cast.owner)
    for one in (ana, olivia):
        one.goto("/acme/desk/?view=open")
        hear(one)
    each_sees_the_other(cast, ana, olivia)
    assert axe(olivia) == []
    the_setting_up_changes_where_it_is_shown(cast, ana)
    ana.goto("/acme/desk/?view=unassigned")
    hear(ana)
    what_concerns_ana_is_told_and_read(cast, ana)
    assert axe(ana) == []
    ana.goto(f"{desk.url}/acme/desk/tickets/{cast.ticket.number}")
    hear(ana)
    who_loses_the_connection_is_gone(ana, olivia)
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.agent.member.pk).update(roles=[Role.VIEWER])
    ana.locator('form[action$="/resolution"]').wait_for(state="detached")


def each_sees_the_other(cast: Cast, ana: Any, olivia: Any) -> None:
    row = f"#row-{cast.ticket.pk}"
    ana.click(row)
    olivia.locator(f'{row} .row-here [aria-label="Ana Agent"]').wait_for()
    olivia.click(row)
    ana.locator('#here-now [aria-label="Olivia Owner"]').wait_for()
    ana.locator("#composer-body").press_sequentially("I am on ")
    olivia.locator("#here-now", has_text="Ana is writing").wait_for()


def the_setting_up_changes_where_it_is_shown(cast: Cast, ana: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(name="Acme Voyages")
        Department.objects.filter(pk=cast.flights.pk).update(name="Air")
    ana.locator("#rail .org", has_text="Acme Voyages").wait_for()
    ana.locator("#rail-views", has_text="Air").wait_for()
    ana.locator("#composer-body").press_sequentially("it.")
    assert ana.locator("#composer-body").input_value() == "I am on it."


def what_concerns_ana_is_told_and_read(cast: Cast, ana: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        assign_ticket(Ticket.objects.get(pk=cast.ticket.pk), cast.agent.member, by=cast.owner.actor)
    ana.locator(".toast", has_text=f"Olivia Owner assigned TKT-{cast.ticket.number} to you").wait_for()
    bell = ana.locator("[data-bell]")
    bell.locator("[data-unread]", has_text="1").wait_for()
    bell.click()
    ana.locator("#notices .notice.new", has_text="Olivia Owner assigned").wait_for()
    ana.locator("#notices").get_by_role("button", name="Mark all as read").click()
    bell.locator("[data-unread]").wait_for(state="hidden")
    ana.get_by_role("link", name="See all").click()
    ana.locator("#notices-list .notice", has_text="Olivia Owner assigned").wait_for()


def who_loses_the_connection_is_gone(ana: Any, olivia: Any) -> None:
    there = olivia.locator('#here-now [aria-label="Ana Agent"]')
    there.wait_for()
    ana.context.set_offline(True)  # nothing says that she left
    since = time.monotonic()
    there.wait_for(state="detached")
    assert time.monotonic() - since < 12, "ten seconds, and two for a busy machine"
    ana.context.set_offline(False)
    ana.wrong[:] = [one for one in ana.wrong if "ERR_INTERNET_DISCONNECTED" not in one]

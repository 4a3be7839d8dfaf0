"""New tickets in a list that is looked at, and a new ticket for a customer who is found while one types."""

from typing import Any

import pytest

from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.tickets.actions import change_priority, resolve_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.browser import hear
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser


def arrive(desk: Desk, subject: str, priority: Priority = Priority.MEDIUM) -> Ticket:
    with tenancy.organization(desk.cast.acme.pk):
        ticket = factories.make_ticket(subject, department=desk.cast.flights)
        if priority != ticket.priority:
            change_priority(ticket, priority, by=desk.cast.owner.actor)
        return ticket


def fill(desk: Desk, rows: int) -> None:
    for number in range(rows):
        arrive(desk, f"Filling the list, {number}")


TOPS = """() => Object.fromEntries(
  [...document.querySelectorAll('.row')].map(row => [row.id, row.getBoundingClientRect().top]))"""


def tops(page: Any) -> dict[str, int]:
    return dict(page.evaluate(TOPS))


def test_what_arrives_out_of_sight_is_marked_and_moves_nothing(desk: Desk, page: Any, sign_in, axe) -> None:
    fill(desk, 14)
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/?view=open")
    hear(page)
    rows = page.locator(".row")
    rows.nth(4).hover()
    before = tops(page)
    first = arrive(desk, "Everything burns", Priority.URGENT)
    mark = page.locator(".news button")
    mark.wait_for()
    wait_until(lambda: mark.inner_text().startswith("1 new"), "The first is counted")
    arrive(desk, "It still burns", Priority.URGENT)
    wait_until(lambda: mark.inner_text().startswith("2 new"), "The second is counted")
    assert tops(page) == before, "rows moved under the pointer"
    assert axe(page) == []
    page.keyboard.press(".")
    page.locator(f"#row-{first.pk}").wait_for()
    assert page.evaluate("() => document.activeElement.id").startswith("row-")
    assert page.locator(f"#row-{first.pk}").bounding_box()["y"] > 0
    mark.wait_for(state="detached")


def test_the_mark_counts_what_the_filter_shows(desk: Desk, page: Any, sign_in) -> None:
    fill(desk, 14)
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/?view=open&priority=urgent,medium")
    hear(page)
    arrive(desk, "Not asked for", Priority.HIGH)
    late = arrive(desk, "The last of all")
    mark = page.locator(".news button")
    mark.wait_for()
    page.wait_for_timeout(1000)
    assert mark.inner_text().startswith("1 new")
    mark.click()
    row = page.locator(f"#row-{late.pk}")
    assert row.evaluate("row => row === document.activeElement")
    box = row.bounding_box()
    assert 0 < box["y"] < 720
    mark.wait_for(state="detached")


def test_what_only_moves_up_is_not_new(desk: Desk, page: Any, sign_in) -> None:
    fill(desk, 4)
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/?view=open&limit=3")
    hear(page)
    gone = page.locator(".row").first
    number = gone.locator(".meta .num").inner_text()
    id_ = gone.get_attribute("id")
    with tenancy.organization(desk.cast.acme.pk):
        resolve_ticket(Ticket.objects.get(number=number), by=desk.cast.owner.actor)
    page.locator(f"#{id_}").wait_for(state="detached")
    assert page.locator(".news button").count() == 0


def test_a_customer_is_found_while_one_types(desk: Desk, page: Any, sign_in, axe) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        Contact.objects.bulk_create(Contact(name=f"Aaron {n:03}", email=f"aaron{n}@many.test") for n in range(80))
    sign_in(cast.agent)
    page.goto("/acme/desk/tickets/new")
    field = page.get_by_role("combobox", name="Customer", exact=True)
    field.press_sequentially("carla", delay=30)
    option = page.get_by_role("option", name="Carla Customer")
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    assert field.input_value() == cast.customer.user.email
    assert page.locator("#f-name").input_value() == "Carla Customer"
    assert page.evaluate("() => document.activeElement.id") == "f-subject"
    assert field.get_attribute("aria-expanded") == "false"
    page.fill("#f-subject", "By phone")
    page.fill("#f-body", "Called again.")
    page.get_by_role("button", name="Open the ticket").click()
    page.locator("#top h1", has_text="By phone").wait_for()
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(subject="By phone").requester.name == "Carla Customer"


def test_an_address_nobody_has_becomes_a_contact(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto("/acme/desk/tickets/new")
    field = page.get_by_role("combobox", name="Customer", exact=True)
    field.press_sequentially("carla", delay=30)
    page.get_by_role("option", name="Carla Customer").click()
    field.fill("")
    field.press_sequentially("zed@new.test", delay=20)
    assert page.locator("#f-name").input_value() == "", "the name of another stays"
    page.get_by_role("option", name="New contact: zed@new.test").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#suggestions [role=option]").count() == 0
    page.fill("#f-name", "Zed New")
    page.fill("#f-subject", "First words")
    page.fill("#f-body", "Hello.")
    page.get_by_role("button", name="Open the ticket").click()
    page.locator("#top h1", has_text="First words").wait_for()
    with tenancy.organization(cast.acme.pk):
        assert Contact.objects.get(email="zed@new.test").name == "Zed New"


def test_e_resolves_and_reopens_as_the_button_says(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    hear(page)
    for button, key, status in (("Resolve", "e", "Resolved"), ("Reopen", "e", "Open"), ("Resolve", "", "Resolved")):
        there = page.locator("#top").get_by_role("button", name=button)
        there.wait_for()
        if key:
            page.keyboard.press(key)
        else:
            there.click()
        page.locator("#status-button", has_text=status).wait_for()
        page.wait_for_timeout(300)


def test_the_palette_changes_theme_and_language_and_signs_out(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.owner)
    page.goto("/acme/desk/")

    def choose(words: str) -> None:
        page.keyboard.press("Control+k")
        page.locator("#palette input").fill(words)
        page.locator("#palette [role=option]").first.wait_for()
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")

    choose("theme moon")
    page.locator('html[data-theme="moon"]').wait_for()
    choose("espanol")
    page.locator('html[lang="es"]').wait_for()
    choose("miembros")
    page.wait_for_url("**/acme/settings/members")
    choose("cerrar ses")
    page.wait_for_url(lambda address: "/desk" not in address and "/settings" not in address)
    page.goto("/acme/desk/")
    assert "/accounts/login" in page.url


def test_the_number_of_a_long_list_comes_after_it_and_follows(desk: Desk, page: Any, sign_in, axe) -> None:
    fill(desk, 8)
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/?view=open&priority=medium&limit=5")
    number = page.locator("[data-amount]")
    wait_until(lambda: number.inner_text() not in ("", "5"), "The number is asked for after the page")
    before = int(number.inner_text())
    hear(page)
    arrive(desk, "One more")
    wait_until(lambda: number.inner_text() == str(before + 1), "A new one is counted")
    arrive(desk, "Not asked for", Priority.HIGH)
    arrive(desk, "And one")
    wait_until(lambda: number.inner_text() == str(before + 2), "What the filter leaves out is not")
    assert axe(page) == []
    page.get_by_role("link", name="Older").click()
    page.wait_for_url("**cursor=**")
    wait_until(lambda: number.inner_text() == str(before + 2), "Each page says it")

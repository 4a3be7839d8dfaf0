"""The bar of filters: chips in words, the form of one, the address it makes, and what cannot be asked."""

import re
from html import unescape
from typing import Any

import pytest

from moondesk.contacts.models import Company, Contact
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.models import Status, Ticket
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def chips(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'aria-label="Remove filter ([^"]*)"', page)]


def text(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


def test_chips_say_how_a_list_is_asked(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    cases = {
        "priority=high": "Priority is High",
        "priority=high,urgent,low": "Priority is any of High, Urgent +1",
        "tag.not=vip,tap": "Tag is none of vip, tap",
        "assignee.not=me": "Assignee is not Me",
        "category.empty=true": "Category is empty",
        "department.empty=false": "Department is filled in",
        "created_from=-7d": "Opened in the last 7 days",
        "updated_to=-1h": "Changed more than 1 hour ago",
        "due_from=0h&due_to=2w": "Due in the next 2 weeks",
        "created_from=2026-11-01": "Opened from 1 November 2026",
        "created_to=2026-11-01T00:00": "Opened before 1 November 2026",
        "created_from=2026-11-01&created_to=2026-11-03": "Opened between 1 November 2026 and 3 November 2026",
        "due=overdue": "Due is overdue",
        "due.not=overdue,today": "Due is none of overdue, today",
        "sla=at_risk,overdue": "Time left is any of at risk, overdue",
        "sla.not=met": "Time left is not done in time",
        "answered=false": "First response is not yet",
        "watched=false": "Watched by me is No",
        "stage=open,in_progress,waiting": "Stage is any of open stages",
        "archived=any": "Archived is Either",
        "q=lost+bag": "“lost bag”",
        "assignee=00000000-0000-7000-8000-000000000000": "Assignee is something that is gone",
    }
    for asked, wanted in cases.items():
        assert wanted in chips(text(client, f"/acme/desk/?view=all&layout=table&{asked}")), asked


def test_a_narrow_list_leaves_out_no_operator_that_turns_the_meaning(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    for asked, shown in {
        "priority.not=low": "is not",
        "updated_to=-1h": "more than",
        "category.empty=true": "is empty",
    }.items():
        assert f'<span class="mute">{shown}</span>' in text(client, f"/acme/desk/?view=open&{asked}"), asked
    for asked, shown in {"priority=low": "is", "priority=low,high": "is any of"}.items():
        assert f'<span class="mute plain">{shown}</span>' in text(client, f"/acme/desk/?view=open&{asked}"), asked


def test_chips_name_the_people_that_are_asked_for(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = Contact.objects.get(pk=cast.ticket.requester_id)
        company = Company.objects.create(name="Nortia Design")
    page = text(client_of(cast.agent), f"/acme/desk/?view=all&requester={contact.pk}&company={company.pk}")
    assert f"Requester is {contact.name}" in chips(page)
    assert "Company is Nortia Design" in chips(page)


def test_a_chip_of_the_view_itself_can_be_taken_away(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    page = text(client, "/acme/desk/?view=unassigned&layout=table")
    assert chips(page) == ["Stage is any of open stages", "Assignee is Nobody", "Snoozed is No"]
    (without,) = re.findall(r'href="([^"]*)" aria-label="Remove filter Assignee', page)
    without = unescape(without)
    assert "assignee=" in without
    page = text(client, without)
    assert chips(page) == ["Stage is any of open stages", "Snoozed is No"]
    assert cast.ticket.number in page


def test_the_menu_and_a_form_are_parts_for_a_script_and_pages_without_one(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    address = "/acme/desk/filter?view=all&tag=vip"
    page = text(client, address)
    assert "<html" in page
    assert "Last message" in page
    headers = {"HX-Request": "true", "HX-Target": "div#filter_editor"}
    part = client.get(f"{address}&about=priority", headers=headers).content.decode()
    assert part.startswith("<hx-partial")
    assert "<html" not in part
    assert part.count('name="value"') == 4
    assert '<input type="hidden" name="tag" value="vip">' in part
    for about in ("status", "assignee", "tag", "requester", "company", "due", "sla", "created", "snoozed", "archived"):
        assert client.get(f"{address}&about={about}", headers=headers).status_code == 200, about
    assert client.get(f"{address}&about=colour").status_code == 404


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("about=priority&how=is&value=high&value=urgent", "priority=high%2Curgent"),
        ("about=priority&how=is_not&value=low", "priority.not=low"),
        ("about=category&how=empty", "category.empty=true"),
        ("about=created&how=last&amount=7&unit=d", "created_from=-7d"),
        ("about=created&how=ago&amount=36&unit=h", "created_to=-36h"),
        ("about=due&how=next&amount=2&unit=w", "due_from=0h&due_to=2w"),
        ("about=due&how=is&value=overdue&value=today", "due=overdue%2Ctoday"),
        ("about=sla&how=is_not&value=met", "sla.not=met"),
        (
            "about=created&how=between&first=2026-11-01&second=2026-11-03",
            "created_from=2026-11-01&created_to=2026-11-03",
        ),
        ("about=created&how=before&first=2026-11-01", "created_to=2026-11-01T00%3A00"),
        ("about=tag&how=remove&value=vip", ""),
    ],
)
def test_a_form_goes_to_the_list_that_it_asks_for(cast: Cast, client_of: Any, form: str, wanted: str) -> None:
    client = client_of(cast.agent)
    answer = client.get(f"/acme/desk/filter?view=all&tag=vip&sort=due_at&{form}")
    assert answer.status_code == 302
    kept = "view=all&sort=due_at" if "about=tag" in form else "view=all&tag=vip&sort=due_at"
    assert answer["Location"] == f"/acme/desk/?{kept}" + (f"&{wanted}" if wanted else "")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "form",
    ["about=created&how=since&first=yesterday", "about=requester&how=is&value=x", "about=due&how=is&value=perhaps"],
)
def test_a_form_that_does_not_fit_says_so_and_stays(cast: Cast, client_of: Any, form: str) -> None:
    answer = client_of(cast.agent).get(f"/acme/desk/filter?view=all&{form}")
    assert answer.status_code == 422
    assert "This does not fit." in answer.content.decode()


def test_what_is_found_by_words_is_found_in_the_own_organization(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        Company.objects.create(name="Nortia Design")
        Ticket.objects.filter(pk=cast.ticket.pk).update(tags=["vip"])
    page = text(client_of(cast.agent), "/acme/desk/filter?view=all&about=company&find=nort&finding=1&how=is")
    assert "Nortia Design" in page
    stranger = text(client_of(cast.stranger), "/globex/desk/filter?view=all&about=company&find=nort&finding=1&how=is")
    assert "Nortia Design" not in stranger


def test_those_who_were_chosen_keep_their_names_while_others_are_looked_for(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = Contact.objects.get(pk=cast.ticket.requester_id)
    gone = "00000000-0000-7000-8000-000000000000"
    asked = f"view=all&about=requester&find=zzzzzz&finding=1&how=is&value={contact.pk}&value={gone}"
    page = text(client_of(cast.agent), f"/acme/desk/filter?{asked}")
    options = re.findall(r'value="([0-9a-f-]{36})"[^>]*><span class="cut">([^<]*)<', page)
    assert options == [(str(contact.pk), contact.name), (gone, "something that is gone")]


def test_a_status_that_is_gone_is_still_named(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        Status.objects.filter(key="pending").update(retired_at=now())
    page = text(client_of(cast.agent), "/acme/desk/?view=all&status=pending")
    assert "Status is Pending" in chips(page)
    assert 'class="chip parts" data-c="danger"' in page

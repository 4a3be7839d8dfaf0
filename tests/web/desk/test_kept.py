"""What pages keep is never stale, never somebody else's."""

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.models import Department, Member, Organization
from moondesk.tickets.models import Category, Status
from moondesk.web import kept
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_renamed_thing_is_renamed_on_the_next_page(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    address = f"/acme/desk/tickets/{cast.ticket.number}?view=open"
    client.get(address)
    with tenancy.organization(cast.acme.pk):
        Department.objects.filter(pk=cast.flights.pk).update(name="Aeroplanes")
        Member.objects.filter(pk=cast.agent.member.pk).update(name="Anita Renamed")
        Status.objects.filter(key="pending").update(labels={"en": "Held up"})
        Category.objects.filter(key="billing").update(labels={"en": "Money matters"})
    page = client.get(address).content.decode()
    for word in ("Aeroplanes", "Anita Renamed", "Held up", "Money matters"):
        assert word in page


def test_every_change_of_the_setting_up_has_a_number_of_its_own(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        seen = {Organization.objects.get().config_version}
        for change in (
            lambda: Department.objects.create(name="Rail"),
            lambda: Member.objects.filter(pk=cast.agent.member.pk).update(name="A"),
            lambda: Status.objects.filter(key="open").update(position=9),
            lambda: Category.objects.filter(key="bug").delete(),
        ):
            change()
            seen.add(Organization.objects.get().config_version)
    assert len(seen) == 5


def test_one_organizations_change_leaves_the_other_alone(cast: Cast) -> None:
    with tenancy.organization(cast.globex.pk):
        before = Organization.objects.get().config_version
    with tenancy.organization(cast.acme.pk):
        Department.objects.create(name="Rail")
    with tenancy.organization(cast.globex.pk):
        assert Organization.objects.get().config_version == before


def test_no_form_carries_anothers_token_and_no_mark_is_left(cast: Cast, client_of) -> None:
    first, second = client_of(cast.owner), client_of(cast.administrator)
    pages = [one.get("/acme/desk/?view=open").content.decode() for one in (first, second, first)]
    assert all(kept.MARK not in page and 'name="csrfmiddlewaretoken"' in page for page in pages)
    assert "olivia@acme.test" not in pages[1]


def test_a_new_subject_shows_in_the_row(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    client.get("/acme/desk/?view=open")
    with tenancy.organization(cast.acme.pk):
        version = cast.ticket.__class__.objects.get(pk=cast.ticket.pk).version
    fields = {"version": version, "subject": "Quite another matter"}
    assert client.post(f"/acme/desk/tickets/{cast.ticket.number}/properties", fields).status_code == 302
    assert "Quite another matter" in client.get("/acme/desk/?view=open").content.decode()

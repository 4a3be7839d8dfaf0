"""Coming in by an address."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from moondesk.kit import context, prepared, tenancy
from moondesk.organizations import entrance
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.models import Department, Organization
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_member_is_found_with_their_organizations(cast: Cast) -> None:
    with entrance.by_slug("acme", cast.agent.user) as found:
        assert found.organization.pk == cast.acme.pk == context.organization_id.get()
        assert (found.organization, found.member) == (cast.acme, cast.agent.member)
        assert [one.slug for one in found.memberships] == ["acme"]
        assert Department.objects.filter(pk=cast.flights.pk).exists()


def test_somebody_elses_organization_has_no_place_for_them(cast: Cast) -> None:
    with entrance.by_slug("globex", cast.agent.user) as found:
        assert found.member is None


def test_a_slug_that_nobody_has_leads_nowhere_and_what_held_before_holds(in_acme: Cast) -> None:
    with pytest.raises(OrganizationNotFound), entrance.by_slug("nobody", in_acme.agent.user):
        pytest.fail("came in")
    assert Department.objects.filter(pk=in_acme.flights.pk).exists()
    with entrance.by_slug("globex", in_acme.agent.user):
        assert not Department.objects.filter(pk=in_acme.flights.pk).exists()
    assert Department.objects.filter(pk=in_acme.flights.pk).exists()


def test_a_slug_leads_at_once_to_whoever_has_it_now(cast: Cast) -> None:
    for _time in range(2):
        with entrance.by_slug("acme", cast.owner.user) as found:
            assert found.organization == cast.acme
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(slug="acme-2")
    with pytest.raises(OrganizationNotFound), entrance.by_slug("acme", cast.owner.user):
        pytest.fail("came in")
    with tenancy.organization(cast.globex.pk):
        Organization.objects.update(slug="acme")
    with entrance.by_slug("acme", cast.owner.user) as found:
        assert (found.organization, found.member) == (cast.globex, None)
        assert not Department.objects.filter(pk=cast.flights.pk).exists()
    with entrance.by_slug("acme-2", cast.owner.user) as found:
        assert found.member == cast.owner.member


@pytest.mark.django_db(transaction=True)
def test_who_comes_in_again_begins_in_the_organization_and_leaves_nothing_behind(cast: Cast) -> None:
    def come_in(slug: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked, entrance.by_slug(slug, cast.agent.user):
            assert Department.objects.filter(pk=cast.flights.pk).exists() is (slug == "acme")
        return [one["sql"] for one in asked if "memberships_of" in one["sql"] or "set_config" in one["sql"]]

    come_in("acme")
    come_in("globex")
    assert len(come_in("acme")) == len(come_in("globex")) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('moondesk.organization', true), '')")
        assert cursor.fetchone() == ("",)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_begun_for_a_statement_that_never_came(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), tenancy.beginning_in(cast.acme.pk):
        raise ZeroDivisionError
    with transaction.atomic():
        assert prepared.row("SELECT coalesce(current_setting('moondesk.organization', true), '')", []) == ("",)

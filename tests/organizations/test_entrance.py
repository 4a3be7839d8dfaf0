"""Coming in by an address."""

import pytest

from moondesk.kit import context
from moondesk.organizations import entrance
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.models import Department
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

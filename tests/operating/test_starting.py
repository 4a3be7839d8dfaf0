"""With which features new organizations begin: the operator chooses, every door that creates one heeds it."""

from typing import Any

import pytest
from django.test import Client

from moondesk.accounts.models import User
from moondesk.audit.models import InstallationEntry
from moondesk.channels.founding import NewDesk, found_desk
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.operating.actions import switch_features, switch_starting
from moondesk.organizations.feature_models import StartingFeatures
from moondesk.organizations.features import Feature
from moondesk.organizations.models import Organization
from moondesk.organizations.switches import off_at_start
from tests import factories
from tests.harness.people import Cast
from tests.operating.test_switches import kept, olga, operator  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
PAGE = "/console/new-organizations"
ALL = [one.value for one in Feature]


def features_of(slug: str, organization: Organization) -> list[str]:
    with tenancy.organization(organization.pk):
        own = Organization.objects.get()
        assert own.slug == slug
        return list(own.features_off)


def test_new_organizations_begin_without_what_the_operator_chose(
    cast: Cast,
    client_of: Any,
    operator: Client,  # noqa: F811
    olga: User,  # noqa: F811
) -> None:
    on = [one for one in ALL if one not in ("exports", "apps")]
    assert client_of(cast.owner).get(PAGE).status_code == 404
    assert "What new organizations begin with" in operator.get("/console/").content.decode()
    unsaid = operator.post(PAGE, {"on": on, "reason": " "})
    assert unsaid.status_code == 422
    assert unsaid.content.decode().count("checked") == len(on), "what was chosen stays"
    assert operator.post(PAGE, {"on": ALL, "reason": "Why not"}).status_code == 422, "nothing is changed"
    assert operator.post(PAGE, {"on": on, "reason": "Only on paying"}).status_code == 302
    assert off_at_start() == {Feature.EXPORTS, Feature.APPS}
    entry = InstallationEntry.objects.get(name="starting_features.switched")
    assert (entry.actor_label, entry.door) == (olga.email, "console")
    assert entry.data == {
        "before": {"apps": "on", "exports": "on"},
        "after": {"apps": "off", "exports": "off"},
        "reason": "Only on paying",
        "features": "apps: off, exports: off",
    }
    log = operator.get("/console/audit").content.decode()
    assert "New organizations: switched" in log
    assert "exports: off" in log
    made = found_desk(NewDesk(name="Initech", slug="initech"), owner=factories.make_user("ivy@initech.test"))
    assert features_of("initech", made) == ["apps", "exports"]
    with tenancy.organization(made.pk):
        assert Event.objects.get(name="organization.created").data["features_off"] == ["apps", "exports"]
    assert kept(cast) == [], "those there are stay as they are"
    switch_features(made.pk, [Feature.APPS], "They pay", seen=[Feature.APPS, Feature.EXPORTS], user=olga)
    assert features_of("initech", made) == ["apps"]
    assert off_at_start() == {Feature.EXPORTS, Feature.APPS}


def test_the_form_that_creates_one_heeds_it(cast: Cast, client_of: Any, olga: User) -> None:  # noqa: F811
    switch_starting([Feature.WEB_FORMS], "Spam", seen=[], user=olga)
    client_of(cast.owner).post(
        "/organizations/new", {"name": "Second", "slug": "second", "language": "en", "time_zone": "UTC"}
    )
    assert client_of(cast.owner).get("/second/settings/web-forms").status_code == 403
    assert client_of(cast.owner).get("/second/settings/public-api").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_who_chooses_over_another_is_told(operator: Client, olga: User) -> None:  # noqa: F811
    without_apps = {"on": [one for one in ALL if one != "apps"], "reason": "First"}
    assert operator.post(PAGE, without_apps).status_code == 302
    again = operator.post(PAGE, {"on": [], "reason": "Second"})
    assert again.status_code == 409
    assert again.content.decode().count("checked") == len(ALL) - 1
    assert off_at_start() == {Feature.APPS}
    StartingFeatures.objects.update(off=["telepathy"])
    assert off_at_start() == frozenset(), "a feature that there is no more is none"

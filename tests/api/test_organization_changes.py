"""Reading and changing the organization itself."""

import json
from collections.abc import Callable

import pytest
from django.test import Client, override_settings

from moondesk.events.models import Event
from moondesk.kit import tenancy
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
HERE = "/organization"


def test_what_is_left_out_stays_as_it_is(cast: Cast, owner: Program) -> None:
    before = json.loads(owner.get(HERE).content)
    changed = json.loads(owner.patch(HERE, {"time_zone": "Asia/Tokyo", "undo_seconds": 30}).content)
    assert changed == before | {"time_zone": "Asia/Tokyo", "undo_seconds": 30}
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.filter(name="organization.changed").latest("created_at")
    assert told.data["after"] == {"time_zone": "Asia/Tokyo", "undo_seconds": 30}
    assert json.loads(owner.patch(HERE, {}).content) == changed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"language": "tlh"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"undo_seconds": 7}, "undo_seconds"),
        ({"slug": "other"}, "slug"),
        ({"data_region": "Moon"}, "data_region"),
    ],
)
def test_what_does_not_fit_changes_nothing(owner: Program, wrong: dict[str, object], field: str) -> None:
    before = owner.get(HERE).content
    answer = owner.patch(HERE, wrong | {"name": wrong.get("name", "New name")})
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert owner.get(HERE).content == before


def test_a_change_of_somebody_else_is_not_overwritten(owner: Program) -> None:
    seen = owner.get(HERE)["ETag"]
    owner.patch(HERE, {"name": "Acme Voyages"})
    is_problem(owner.patch(HERE, {"name": "Acme Trips"}, If_Match=seen), 412, "stale_version")


def test_agents_read_it_and_cannot_change_it(agent: Program) -> None:
    assert agent.get(HERE).status_code == 200
    assert agent.patch(HERE, {"name": "Ours"}).status_code == 403


def test_where_the_data_is_stands_where_the_operator_said_it(
    cast: Cast, owner: Program, client_of: Callable[..., Client]
) -> None:
    page = client_of(cast.owner)
    assert json.loads(owner.get(HERE).content)["data_region"] == ""
    assert "Where your data is" not in page.get("/acme/settings/organization").content.decode()
    with override_settings(DATA_REGION="EU (Frankfurt)"):
        assert json.loads(owner.get(HERE).content)["data_region"] == "EU (Frankfurt)"
        assert "EU (Frankfurt)" in page.get("/acme/settings/organization").content.decode()

"""The look of an organization by the API, and taking back a change of it."""

import base64
from typing import Any

import pytest

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.branding.test_branding import picture
from tests.harness.people import Cast, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast: Cast, client_of: Any, token_of: Any) -> Any:
    """Ask the API for the branding."""

    def ask(method: str, person: Person | None = None, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {token_of(person or cast.owner)}"}
        given = {} if method == "get" else {"data": body, "content_type": "application/json"}
        return getattr(client_of(None), method)("/api/v1/branding", headers=headers, **given)

    return ask


def test_what_is_named_changes_and_the_rest_stays(cast: Cast, call: Any) -> None:
    links = [{"url": "https://example.com/terms", "labels": {"en": "Terms"}}]
    call("patch", colour="#7a2e63", texts={"en": {"heading": "Hello"}})
    shown = call("patch", links=links).json()
    assert shown == call("get").json()
    assert shown["texts"] == {"en": {"heading": "Hello", "welcome": ""}}
    assert shown["links"] == links
    with tenancy.organization(cast.acme.pk):
        assert Organization.objects.get(pk=cast.acme.pk).brand_hue == shown["hue"]


def test_a_logo_comes_and_goes(cast: Cast, call: Any) -> None:
    logo = {"name": "logo.png", "content": base64.b64encode(picture()).decode()}
    assert "/help/logo/" in call("patch", logo=logo).json()["logo"]
    assert call("patch", colour="#7a2e63").json()["logo"]
    assert call("patch", logo=None).json()["logo"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "#808080"},
        {"texts": {"xx": {"heading": "Hello"}}},
        {"links": [{"url": "javascript:alert(1)", "labels": {"en": "x"}}]},
        {"logo": {"name": "logo.png", "content": "not base64!"}},
        {"logo": {"name": "logo.svg", "content": base64.b64encode(b"<svg/>").decode()}},
        {"hue": 3},
    ],
)
def test_what_does_not_fit_changes_nothing(call: Any, wrong: dict[str, Any]) -> None:
    before = call("get").json()
    assert call("patch", **wrong).status_code == 422
    assert call("get").json() == before


def test_only_those_who_manage_the_organization_may(cast: Cast, call: Any) -> None:
    assert call("get", cast.agent).status_code == 403
    assert call("patch", cast.agent, colour="#7a2e63").status_code == 403


def test_a_change_is_taken_back_unless_there_is_a_later_one(cast: Cast, call: Any, client_of: Any) -> None:
    before, owner = call("get").json(), client_of(cast.owner)
    owner.post("/acme/settings/branding", {"colour": "#7a2e63", "heading-en": "Hello"})
    with tenancy.organization(cast.acme.pk):
        event = Event.objects.get(name="organization.branding_changed")
    assert set(event.data["before"]) == set(event.data["after"]) == {"colour", "texts"}
    undo = f"/acme/settings/undo/branding/{cast.acme.pk}/{event.operation}"
    call("patch", colour="#2e7a63")
    owner.post(undo)
    assert call("get").json()["texts"] != before["texts"]
    call("patch", colour="#7a2e63")
    owner.post(undo)
    assert call("get").json() == before

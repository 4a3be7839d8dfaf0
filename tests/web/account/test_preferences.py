"""Language, theme and profile."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.accounts.models import User
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from tests.harness.people import Cast

PROFILE = {"name": "Ana Andrade", "language": "es", "time_zone": "Europe/Madrid", "theme": "moon"}


def test_language_is_kept_in_the_browser_and_the_account(cast: Cast, client_of: Callable[..., Client]) -> None:
    for person in (None, cast.agent):
        client = client_of(person)
        answer = client.post("/language", {"language": "es", "next": "/accounts/login/"})
        assert answer["Location"] == "/accounts/login/"
        assert '<html lang="es"' in client.get("/organizations/", follow=True).content.decode()
    assert User.objects.get(pk=cast.agent.user.pk).language == "es"


def test_theme_is_kept(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    client.post("/theme", {"theme": "green"})
    assert 'data-theme="green"' in client.get("/organizations/").content.decode()
    assert User.objects.get(pk=cast.agent.user.pk).theme == "green"


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_what_is_not_offered_changes_nothing(db: None, client: Client, path: str) -> None:
    answer = client.post(path, {"language": "xx<script>", "theme": "pink", "next": "//evil.test/"})
    assert answer["Location"] == "/"
    assert not answer.cookies
    assert client.get(path).status_code == 405


def test_the_profile_is_saved(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    page = client.post("/accounts/profile", PROFILE, follow=True).content.decode()
    assert '<html lang="es" data-theme="moon"' in page
    assert 'value="Ana Andrade"' in page
    user = User.objects.get(pk=cast.agent.user.pk)
    assert (user.name, user.language, user.time_zone, user.theme) == ("Ana Andrade", "es", "Europe/Madrid", "moon")


def test_colleagues_and_customers_see_the_new_name(cast: Cast, client_of: Callable[..., Client]) -> None:
    client_of(cast.agent).post("/accounts/profile", PROFILE)
    with tenancy.organization(cast.acme.pk):
        assert cast.agent.member is not None
        assert Member.objects.get(pk=cast.agent.member.pk).name == "Ana Andrade"
        changed = Event.objects.filter(name="member.changed").latest("id").data
    assert (changed["field"], changed["old"], changed["new"]) == ("name", "Ana Agent", "Ana Andrade")


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "\0"), ("language", "xx"), ("time_zone", "x"), ("theme", "pink")]
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    cast: Cast, client_of: Callable[..., Client], field: str, value: str
) -> None:
    answer = client_of(cast.agent).post("/accounts/profile", PROFILE | {field: value})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.content.decode()
    if field != "name":
        assert 'value="Ana Andrade"' in answer.content.decode()
    assert User.objects.get(pk=cast.agent.user.pk).name == "Ana Agent"


def test_markup_in_a_name_stays_text(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    page = client.post("/accounts/profile", PROFILE | {"name": '"><script>alert(1)</script>'}, follow=True)
    assert "<script>alert" not in page.content.decode()

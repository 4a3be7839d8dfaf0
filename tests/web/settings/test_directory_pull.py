"""The scheduled pull in the settings: set up, tried, switched on, read now, mended, and shown in the log."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.directory import actions
from moondesk.directory.models import DirectoryPull, DirectoryRun
from moondesk.directory.pull import actions as pull_actions
from moondesk.directory.pull.running import perform
from moondesk.directory.rules import RuleKind
from moondesk.kit import tenancy
from moondesk.limits.actions import Limit
from moondesk.organizations.domains import note_proof
from tests.directory.making import make_rule
from tests.directory.office import TOKEN, Office, office, person, saying  # noqa: F401 - a fixture
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]
PAGE = "/acme/settings/directory/pull"


def _form(office: Office, **other: str) -> dict[str, str]:  # noqa: F811
    return {
        "url": office.url,
        "proof": "bearer",
        "name": "",
        "secret": TOKEN,
        "schedule": "day",
        "daily_at": "04:30",
    } | other


def _text(content: bytes) -> str:
    return html.unescape(re.sub(r"\s+", " ", content.decode()))


def _work(cast: Cast) -> DirectoryRun:
    """Do what a worker does with the reading that waits."""
    with tenancy.organization(cast.acme.pk):
        run = DirectoryRun.objects.get(state="waiting")
    perform(cast.acme.pk, run.pk)
    return run


@pytest.fixture
def ruled(cast: Cast) -> Cast:
    with tenancy.organization(cast.acme.pk):
        note_proof("acme.test", by=cast.owner.actor)
        make_rule(kind=RuleKind.GROUP, value="support")
        actions.switch(on=True, by=cast.owner.actor)
    return cast


def test_it_is_set_up_tried_switched_on_and_read(ruled: Cast, client_of: ClientOf, office: Office) -> None:  # noqa: F811
    client = client_of(ruled.owner)
    assert "Nothing is read by the clock" in _text(client.get(PAGE).content)
    office.people = [person(1, "g1"), person(2, "nowhere", birthday="1990")]
    page = _text(client.post(PAGE, _form(office), follow=True).content)
    assert 'value="04:30"' in page
    assert TOKEN not in page
    tried = _text(client.post(f"{PAGE}/trial").content)
    assert "User 1" in tried
    assert "they are in a group that is not listed (nowhere)" in tried
    assert "people.birthday" in tried
    with tenancy.organization(ruled.acme.pk):
        assert not DirectoryRun.objects.exists()
    client.post(f"{PAGE}/switch", {"on": "yes"})
    client.post(f"{PAGE}/runs")
    again = client.post(f"{PAGE}/runs")
    assert (again.status_code, "under way" in _text(again.content)) == (409, True)
    _work(ruled)
    page = _text(client.get(PAGE).content)
    assert "Taken" in page
    assert ruled.owner.user.name in page
    assert "Open the pull" in _text(client.get("/acme/settings/directory").content)
    client.post(f"{PAGE}/removal")
    with tenancy.organization(ruled.acme.pk):
        assert not DirectoryPull.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"url": "office.example.com"}, "url", "no web address"),
        ({"url": "https://me:word@office.example.com/"}, "url", "no web address"),
        ({"proof": "other"}, "proof", "cannot be chosen"),
        ({"proof": "header", "name": "Host"}, "name", "no name of a header"),
        ({"proof": "header", "name": "X: y"}, "name", "no name of a header"),
        ({"proof": "basic", "name": ""}, "name", "user name"),
        ({"secret": "a\u0000b"}, "secret", "cannot be sent"),
        ({"secret": ""}, "secret", "Give the secret"),
        ({"schedule": "often"}, "schedule", "cannot be chosen"),
        ({"daily_at": "25:00"}, "daily_at", "Give a time"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    ruled: Cast,
    client_of: ClientOf,
    office: Office,  # noqa: F811
    wrong: dict[str, str],
    field: str,
    words: str,
) -> None:
    answer = client_of(ruled.owner).post(PAGE, _form(office, **wrong))
    page = _text(answer.content)
    assert answer.status_code == 422
    found = re.search(rf'id="f-{field}-error"[^>]*>(.*?)</span></span>', page)
    assert found is not None
    assert words in found[1]
    with tenancy.organization(ruled.acme.pk):
        assert not DirectoryPull.objects.exists()


def test_http_is_for_networks_that_the_operator_opened(
    ruled: Cast,
    client_of: ClientOf,
    office: Office,  # noqa: F811
    settings: Any,
) -> None:
    settings.EGRESS_NETWORKS = []
    answer = client_of(ruled.owner).post(PAGE, _form(office))
    assert "begin with https" in _text(answer.content)


def test_a_secret_goes_nowhere_else_than_where_it_was_given_for(
    ruled: Cast,
    client_of: ClientOf,
    office: Office,  # noqa: F811
) -> None:
    client = client_of(ruled.owner)
    client.post(PAGE, _form(office))
    other = client.post(PAGE, _form(office, url="https://elsewhere.example.com/people", secret=""))
    assert "Give the secret as well" in _text(other.content)
    assert client.post(PAGE, _form(office, url=office.url + "?all=1", secret="")).status_code == 302


def test_troubles_are_told_in_plain_words(ruled: Cast, client_of: ClientOf, office: Office) -> None:  # noqa: F811
    client = client_of(ruled.owner)
    client.post(PAGE, _form(office, secret="another"))
    tried = client.post(f"{PAGE}/trial")
    assert (tried.status_code, "does not take the secret" in _text(tried.content)) == (409, True)
    office.answers[2] = saying(status=500)
    client.post(f"{PAGE}/runs")
    _work(ruled)
    page = _text(client.get(PAGE).content)
    assert "answered with an error. (500)" in page
    assert "1 failure in a row" in page


def test_a_listing_that_is_held_is_taken_by_hand(ruled: Cast, client_of: ClientOf, office: Office) -> None:  # noqa: F811
    client = client_of(ruled.owner)
    client.post(PAGE, _form(office))
    office.people = [person(number) for number in range(8)]
    for people in (office.people, []):
        office.people = people
        client.post(f"{PAGE}/runs")
        _work(ruled)
    assert "8 of the 8 people are missing" in _text(client.get(PAGE).content)
    client.post(f"{PAGE}/runs", {"takes_fewer": "yes"})
    _work(ruled)
    assert "are missing" not in _text(client.get(PAGE).content)


def test_trials_that_fail_are_counted_by_the_api_too(
    ruled: Cast,
    client_of: ClientOf,
    token_of: Callable[..., str],
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pull_actions, "TRIALS", Limit("directory-pull-trial", 2, 3600))
    client_of(ruled.owner).post(PAGE, _form(office, secret="another"))
    headers = {"Authorization": f"Bearer {token_of(ruled.owner)}"}
    tried = [Client().post("/api/v1/directory/pull/trial", headers=headers) for _time in range(3)]
    assert [one.status_code for one in tried] == [409, 409, 429]
    assert tried[0].json()["trouble"] == "refused"
    assert len(office.seen) == 2

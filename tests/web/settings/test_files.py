"""Which files an organization takes, as its administrators say."""

import pytest

from moondesk.files.actions import set_quota
from moondesk.files.models import FileUse
from moondesk.files.queries import limits
from moondesk.files.rules import Limits
from moondesk.kit import tenancy
from moondesk.organizations.actor import system_actor
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/acme/settings/files"


def test_an_administrator_says_what_is_taken(cast: Cast, client_of) -> None:
    form = {"most": "7", "allowed": ".PDF, png\njpg", "blocked": "exe", "from_forms": ""}
    assert client_of(cast.administrator).post(ADDRESS, form).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert limits() == Limits(7 * 1024 * 1024, 0, ("pdf", "png", "jpg"), ("exe",), from_forms=False)
    page = client_of(cast.owner).get(ADDRESS).content.decode()
    assert "pdf, png, jpg" in page
    with tenancy.organization(cast.globex.pk):
        assert limits() == Limits()


@pytest.mark.parametrize(
    "wrong",
    [
        {"most": "0"},
        {"most": "99999"},
        {"most": "x"},
        {"most": "5", "allowed": "p/df"},
        {"most": "5", "blocked": "x" * 40},
    ],
)
def test_what_does_not_fit_comes_back_as_typed(cast: Cast, client_of, wrong: dict[str, str]) -> None:
    answer = client_of(cast.owner).post(ADDRESS, {"allowed": "", "blocked": "", **wrong})
    assert answer.status_code == 422
    assert next(value for value in reversed(wrong.values())) in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert limits() == Limits()


def test_use_is_shown(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        factories.make_file("a.bin", b"\0" * 12_000)
    assert "12 kB are used" in client_of(cast.owner).get(ADDRESS).content.decode()


def test_others_cannot_change_it(cast: Cast, client_of) -> None:
    assert client_of(cast.agent).post(ADDRESS, {"most": "1"}).status_code == 403


@pytest.mark.parametrize(("quota", "said"), [(0, ""), (1000, ""), (22, "There is little room left."), (20, "refused")])
def test_it_is_told_before_there_is_no_room(cast: Cast, client_of, quota: int, said: str) -> None:
    with tenancy.organization(cast.acme.pk):
        factories.make_file("note.txt", b"twenty bytes of words")
        FileUse.objects.update(used=20)
        set_quota(quota, by=system_actor(cast.acme.pk))
    page = client_of(cast.owner).get(ADDRESS).content.decode()
    assert said in page
    assert ("little room" in page, "no room" in page) == (quota == 22, quota == 20)
    assert ("<progress" in page) is bool(quota)

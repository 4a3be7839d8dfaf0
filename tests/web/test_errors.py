"""Error pages: in words, with a number to name, and without a database when it is away."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from moondesk.kit import context
from moondesk.kit.errors import Conflict, NotAllowed, NotFound, StaleVersion, TooMany
from moondesk.web import errors
from moondesk.web.middleware import LanguageMiddleware
from tests.harness.people import Cast


def test_503_needs_no_database() -> None:
    """No database fixture: any query would fail this test."""
    request = RequestFactory().get("/acme/desk/", headers={"Accept-Language": "es"})
    token = context.request_id.set("abc123abc123")
    try:
        answer = errors.database_away(request)
    finally:
        context.request_id.reset(token)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "One moment" in answer.content.decode()
    assert "abc123abc123" in answer.content.decode()


def test_the_database_may_go_before_it_is_known_who_asks() -> None:
    def never(request: object) -> HttpResponse:
        raise AssertionError("not reached")

    class Gone:
        @property
        def is_authenticated(self) -> bool:
            raise OperationalError("gone")

    request = RequestFactory().get("/acme/desk/")
    request.COOKIES["moondesk"] = "somebody"
    request.user = Gone()  # type: ignore[assignment]
    assert LanguageMiddleware(never)(request).status_code == 503


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound("Not there."), 404), (NotAllowed("Not you."), 403), (Conflict("Not now."), 409),
     (StaleVersion("Changed."), 412), (TooMany("Slower.", extra={"retry_after": 7}), 429)],
)  # fmt: skip
def test_what_is_expected_says_what_to_do(error: NotFound, status: int) -> None:
    answer = errors.domain_error(RequestFactory().get("/x/?y=<script>"), error)
    page = answer.content.decode()
    assert answer.status_code == status
    assert error.message in page
    assert "<script>" not in page
    assert "/" in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/nobody/desk/", "/acme/nothing", "/accounts/nothing/", "/%00/", "/acme/help/tickets/%20"]
)
def test_an_address_that_leads_nowhere(cast: Cast, client_of: Callable[..., Client], path: str) -> None:
    answer = client_of(cast.agent).get(path)
    assert answer.status_code in (403, 404)
    assert "Back to the start" in answer.content.decode()


def test_an_address_of_a_form_typed_in_says_so(cast: Cast, client_of: Callable[..., Client]) -> None:
    answer = client_of(cast.owner).get("/acme/settings/departments/new")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "it takes what a form sends" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Load the page again" in answer.content.decode()


def test_more_than_a_request_may_weigh(cast: Cast) -> None:
    answer = Client().post(
        "/acme/help/new", {"body": "x" * (2 * 1024 * 1024 + 10)}, content_type="application/x-www-form-urlencoded"
    )
    assert RequestDataTooBig
    assert answer.status_code in (400, 413, 422)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Your role does not allow this."), ("es", "Tu rol no permite esto.")]
)
def test_one_without_the_permission_learns_who_can_help(
    cast: Cast, client_of: Callable[..., Client], language: str, said: str
) -> None:
    client = client_of(cast.agent)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get("/acme/settings/members")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert said in page
    assert "permission web:" not in page

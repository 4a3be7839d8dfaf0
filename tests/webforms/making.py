"""Web forms, for tests. Enter an organization before."""

import datetime
from typing import Any

from moondesk.kit.clock import now
from moondesk.webforms.actions import WebFormEdit, change_api_sites, create_form
from moondesk.webforms.models import ApiSites, UnconfirmedRequest, WebForm


def make_web_form(key: str = "contact", **edit: Any) -> WebForm:
    """Return a form that is shown."""
    from tests.factories import moondesk

    return create_form(key, WebFormEdit(**{"name": "Contact page"} | edit), by=moondesk())


def make_unconfirmed_request() -> UnconfirmedRequest:
    """Return what waits for its sender."""
    return UnconfirmedRequest.objects.create(
        form=make_web_form("waiting", confirms=True),
        email="maya@people.test",
        subject="Lost bag",
        body="It did not arrive.",
        language="en",
        expires_at=now() + datetime.timedelta(days=1),
    )


def make_api_sites() -> ApiSites:
    """Return a list of sites that may use the public API."""
    from tests.factories import moondesk

    change_api_sites(["https://www.example.com"], by=moondesk())
    return ApiSites.objects.get()

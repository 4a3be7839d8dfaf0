"""Which language a customer is spoken to in: the chosen one, their ticket's, their browser's, the organization's."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Participant, Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
type ClientOf = Callable[..., Client]


def spoken(client: Client, path: str, browser: str = "") -> str:
    """Return the language of a page, of which its head, its words and its header agree."""
    answer = client.get(path, headers={"Accept-Language": browser} if browser else {})
    page = answer.content.decode()
    language = "es" if '<html lang="es"' in page else "en"
    assert answer.headers["Content-Language"] == language
    assert ("Ir al contenido" in page) == (language == "es")
    assert ("Skip to content" in page) == (language == "en")
    return language


def link(cast: Cast, language: str) -> str:
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(language=language)
        participant = Participant.objects.get(ticket=cast.ticket, is_requester=True)
        return f"/acme/help/t/{factories.make_secret(participant)}"


def speaks(cast: Cast, language: str) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.filter(pk=cast.acme.pk).update(language=language)


@pytest.mark.parametrize(
    ("of_ticket", "browser", "language"),
    [("es", "en-GB", "es"), ("es-MX", "fr", "es"), ("en", "es", "en"), ("ja", "es-AR,en;q=0.5", "es")],
)
def test_behind_a_link_the_ticket_says(
    cast: Cast, client_of: ClientOf, of_ticket: str, browser: str, language: str
) -> None:
    assert spoken(client_of(None), link(cast, of_ticket), browser) == language


def test_what_was_chosen_goes_before_all(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    speaks(cast, "es")
    for path in (link(cast, "es"), "/acme/help/", "/acme/help/new"):
        assert spoken(client, path, "es") == "en"


@pytest.mark.parametrize(
    ("own", "browser", "language"),
    [("es", "", "es"), ("es", "fr,de;q=0.5", "es"), ("es", "en", "en"), ("en", "es", "es"), ("en", "", "en")],
)
def test_the_organization_says_where_the_browser_says_nothing_we_know(
    cast: Cast, client_of: ClientOf, own: str, browser: str, language: str
) -> None:
    speaks(cast, own)
    for path in ("/acme/help/", "/acme/help/new", "/acme/help/lookup", "/acme/help/sent", "/acme/help/t/nothing"):
        assert spoken(client_of(None), path, browser) == language

"""A mailbox's owner signs in at the provider: the whole way, with a provider and a mail server, and what bends it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.channels.models import MailAddress, Mailbox
from moondesk.kit import tenancy
from tests.harness.dovecot import Account
from tests.harness.people import Person
from tests.harness.provider import Provider
from tests.mail.conftest import Office

pytestmark = pytest.mark.servers
PLACE = "/acme/settings/mail/mailboxes"


def form(office: Office, account: Account, **changes: Any) -> dict[str, Any]:
    """Return what is typed, without any secret."""
    with tenancy.organization(office.cast.acme.pk):
        address = MailAddress.objects.get(address="support@acme.test")
    typed = {"address": str(address.pk), "host": "localhost", "port": str(account.server.tls_port)}
    return typed | {"username": account.name, "sign_in": "oauth", "consent": "1"} | changes


def register(settings: Any, provider: Provider) -> None:
    """Give the desk an application of its operator's at the provider."""
    settings.MAIL_OAUTH = settings.MAIL_OAUTH | {
        "oauth": {
            "client_id": "desk",
            "client_secret": "of the desk",
            "authorize_url": provider.authorize_url,
            "token_url": provider.token_url,
            "scope": "mail",
        }
    }


def agree(owner: Client, office: Office, account: Account) -> dict[str, str]:
    """Type a mailbox, go to the provider and agree; return what the browser would bring back."""
    assert owner.post(PLACE, form(office, account)).url == f"{PLACE}/consent"
    assert "You go to localhost now" in owner.get(f"{PLACE}/consent").content.decode()
    return account.server.provider.consent(owner.session["mail_consent"]["url"], account.name)


def test_an_owner_agrees_at_the_provider_and_the_mailbox_is_read(
    office: Office, account: Account, settings: Any, client_of: Callable[[Person], Client]
) -> None:
    provider, owner = account.server.provider, client_of(office.cast.owner)
    assert "cannot sign in" not in owner.get(PLACE).content.decode()
    assert owner.post(PLACE, form(office, account)).status_code == 422, "no application of the operator's"
    register(settings, provider)
    assert owner.post(PLACE, form(office, account, host="")).status_code == 422

    answer = agree(owner, office, account)
    assert owner.get("/mail-consent", answer | {"state": "of somebody else"}).status_code == 404
    assert client_of(office.cast.administrator).get("/mail-consent", answer).status_code == 404
    agree(owner, office, account)
    assert owner.get("/mail-consent", answer).status_code == 404, "an answer to what was asked before"
    came_back = owner.get("/mail-consent", provider.consent(owner.session["mail_consent"]["url"], account.name))
    assert came_back.url == f"{PLACE}/consent/done"
    assert "gave access" in owner.get(came_back.url, follow=True).content.decode()
    assert owner.get(came_back.url).status_code == 404, "once"
    with tenancy.organization(office.cast.acme.pk):
        made = Mailbox.objects.get()
    assert (made.client_id, made.sealed_client_secret) == ("", None)
    assert all(token.encode() not in bytes(made.sealed_secret) for token in provider.users)
    tried = owner.post(f"{PLACE}/{made.pk}/test", follow=True).content.decode()
    assert "Moondesk can read this mailbox" in tried
    again = form(office, account, token_url="https://evil.test/token", client_id="mine")
    assert owner.post(f"{PLACE}/{made.pk}", again).url == f"{PLACE}/consent"
    refused = {"error": "access_denied", "state": owner.session["mail_consent"]["state"]}
    gone = owner.get(owner.get("/mail-consent", refused).url, follow=True)
    assert "Nothing was changed" in gone.content.decode()
    with tenancy.organization(office.cast.acme.pk):
        assert Mailbox.objects.get().token_url == provider.token_url
    del again["consent"]
    assert owner.post(f"{PLACE}/{made.pk}", again).status_code == 422, "what is kept goes to no other provider"

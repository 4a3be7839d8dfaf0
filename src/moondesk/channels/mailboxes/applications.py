"""The applications that the operator registered at providers of mail: with one, nobody has to type tokens."""

from dataclasses import dataclass

from django.conf import settings

from moondesk.channels.mailboxes.rules import AUTHORIZE_URLS, SCOPES, TOKEN_URLS, SignIn


@dataclass(frozen=True)
class Application:
    """What is known at a provider of this installation. A mailbox without a client of its own uses it."""

    client_id: str
    client_secret: str
    authorize_url: str
    token_url: str
    scope: str


def application_at(sign_in: str) -> Application | None:
    """Return the operator's application at a provider, if there is one that is complete."""
    given = settings.MAIL_OAUTH.get(sign_in)
    if given is None:
        return None
    kind = SignIn(sign_in)
    found = Application(
        given["client_id"],
        given["client_secret"],
        given["authorize_url"] or AUTHORIZE_URLS.get(kind, ""),
        given["token_url"] or TOKEN_URLS.get(kind, ""),
        given["scope"] or SCOPES.get(kind, ""),
    )
    is_complete = bool(found.client_id) and all(
        url.startswith("https://") for url in (found.authorize_url, found.token_url)
    )
    return found if is_complete else None

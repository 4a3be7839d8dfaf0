"""The providers that the operator registered this installation at: Google, GitHub, Microsoft, Apple."""

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialApp
from django.conf import settings

NAMES = {"google": "Google", "github": "GitHub", "microsoft": "Microsoft", "apple": "Apple"}
_NEEDS = {"apple": ("client_id", "key_id", "team_id", "private_key")}
_ALWAYS: dict[str, dict[str, Any]] = {
    "google": {"oauth_pkce_enabled": True, "scope": ["openid", "profile", "email"], "fetch_userinfo": False},
    "github": {"oauth_pkce_enabled": True, "scope": ["read:user", "user:email"]},
    "microsoft": {"oauth_pkce_enabled": True},
    "apple": {},
}


@dataclass(frozen=True)
class Way:
    """One button beside the password: the key of a provider and how people call it."""

    key: str
    name: str


def installed_apps() -> list[SocialApp]:
    """Return the applications that are complete, as allauth wants them."""
    return [_app(name, given) for name, given in settings.SIGN_IN_OAUTH.items() if _is_complete(name, given)]


def installed_ways() -> list[Way]:
    """Return the buttons of the sign-in page."""
    return [Way(app.provider, app.name) for app in installed_apps()]


def _is_complete(name: str, given: dict[str, str]) -> bool:
    return all(given[part] for part in _NEEDS.get(name, ("client_id", "client_secret")))


def _app(name: str, given: dict[str, str]) -> SocialApp:
    known = dict(_ALWAYS[name])
    if given["scope"]:
        known["scope"] = given["scope"].split()
    if name == "microsoft":
        known["tenant"] = given["tenant"]
    app = SocialApp(provider=name, name=NAMES[name], client_id=given["client_id"], secret=given["client_secret"])
    if name == "apple":
        app.secret, app.key = given["key_id"], given["team_id"]
        known["certificate_key"] = given["private_key"]
    app.settings = known
    return app

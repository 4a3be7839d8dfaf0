"""OpenID Connect as we want it: allauth's client, out by the guarded way, believing nothing that is not signed.

allauth reads an ID token without its signature where it came straight from the provider, and asks for no nonce. Here
an administrator of any organization names the provider, so everything is checked: issuer, signature by one of a few
algorithms, audience, time, nonce, and that what is told of a person is told of the same one.
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from moondesk.kit.egress.for_requests import guarded_session
from moondesk.kit.sealing import BrokenSeal, unseal
from moondesk.organizations.providers import callback_of, key_of
from moondesk.organizations.sign_in_models import IdentityProvider
from moondesk.web.refusing import AnotherIssuer, NotBelieved

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""By which an ID token may be signed: never by a secret that two know, never not at all."""
SKEW = 60
"""How many seconds the clocks of two servers may differ."""
KEPT = ("iss", "sub", "email", "email_verified", "name")
"""What is kept of what a provider says."""


def verified_claims(token: str, keys: dict[str, Any], *, issuer: str, client_id: str) -> dict[str, Any]:
    """Return what an ID token says. Raises ``NotBelieved`` for one that is not signed, not for us or not of now."""
    try:
        key = _key_for(jwt.get_unverified_header(token), jwt.PyJWKSet.from_dict(keys))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=SKEW,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise NotBelieved("Invalid id_token") from error
    audience = claims["aud"]
    is_shared = isinstance(audience, list) and len(audience) > 1
    if (is_shared or "azp" in claims) and claims.get("azp") != client_id:
        raise NotBelieved("Invalid id_token")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 191:
        raise NotBelieved("Invalid id_token")
    return claims


def _key_for(header: dict[str, Any], keys: jwt.PyJWKSet) -> jwt.PyJWK:
    wanted = header.get("kid")
    for key in keys.keys:
        if key.public_key_use in (None, "sig") and (key.key_id == wanted or (wanted is None and len(keys.keys) == 1)):
            return key
    raise NotBelieved("Invalid id_token")


def is_web_address(url: object, issuer: str) -> bool:
    """Say whether an address that a provider names can be used: of the web, and no less safe than the issuer's."""
    if not isinstance(url, str) or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    fits = parts.scheme == "https" or (parts.scheme == "http" and issuer.startswith("http://"))
    return fits and bool(parts.hostname)


class OrganizationClient(OpenIDConnectOAuth2Adapter):
    """One conversation with the provider of an organization."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises ``AnotherIssuer`` when it is another one than was named."""
        if not hasattr(self, "_known"):
            issuer = self.get_provider().app.settings["server_url"]
            with guarded_session() as session:
                answer = session.get(f"{issuer}/.well-known/openid-configuration")
            answer.raise_for_status()
            said = answer.json()
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            is_itself = isinstance(said, dict) and str(said.get("issuer", "")).rstrip("/") == issuer
            if not is_itself or not all(is_web_address(said.get(name), issuer) for name in wanted):
                raise AnotherIssuer("Another issuer")
            self._known: dict[str, Any] = said
        return self._known

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        """Return who came back. Raises ``NotBelieved`` when that is not proven."""
        config = self.openid_config
        if request.GET.get("iss", config["issuer"]) != config["issuer"]:
            raise AnotherIssuer("Another issuer")
        with guarded_session() as session:
            keys = session.get(config["jwks_uri"])
            keys.raise_for_status()
            id_token = str(kwargs["response"].get("id_token", ""))
            claims = verified_claims(id_token, keys.json(), issuer=config["issuer"], client_id=app.client_id)
            if not claims.get("email") and is_web_address(config.get("userinfo_endpoint"), config["issuer"]):
                headers = {"Authorization": f"Bearer {token.token}"}
                claims = _with_more(claims, session.get(config["userinfo_endpoint"], headers=headers).json())
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.nonce = claims.get("nonce")
        return login

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the address that the provider knows, whatever name the desk was called by."""
        return callback_of(app.row)


def _with_more(claims: dict[str, Any], told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
        raise NotBelieved("Told of somebody else")
    return claims | {name: told[name] for name in ("email", "email_verified", "name") if name in told}


class OrganizationProvider(OpenIDConnectProvider):
    """The provider of an organization, as allauth sees one."""

    oauth2_adapter_class = OrganizationClient

    def get_pkce_params(self) -> dict[str, str]:
        """Bind the code to this browser, always."""
        return dict(generate_code_challenge())

    def redirect(self, request: HttpRequest, process: str, next_url: str = "", data: Any = None, **kwargs: Any) -> Any:
        """Lead the browser to the provider, with a word that has to come back in the ID token."""
        nonce = secrets.token_urlsafe(24)
        params = {**self.get_auth_params(), "nonce": nonce}
        given = {"nonce": nonce, **(data or {})}
        return super().redirect(request, process, next_url, given, auth_params=params, **kwargs)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return by what a person is known there."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep little."""
        return {name: data[name] for name in KEPT if name in data}

    def serialize(self) -> dict[str, str]:
        """Name this very provider: allauth would name all that are alike."""
        return {"id": self.sub_id}


def application(row: IdentityProvider) -> SocialApp:
    """Return a provider of an organization as an application of allauth, with its row. Raises ``BrokenSeal``."""
    app = SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=str(key_of(row)),
        name=row.name,
        client_id=row.client_id,
        secret=unseal(bytes(row.secret), row.pk),
        settings={"server_url": row.issuer},
    )
    app.row = row
    return app


__all__ = ["BrokenSeal", "OrganizationClient", "OrganizationProvider", "application", "verified_claims"]

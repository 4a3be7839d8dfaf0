"""Signing in without a page, for programs in people's hands: allauth's way in, told in the words of this API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Annotated, Any

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.account.views import LoginView
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client, Flow
from allauth.headless.mfa.inputs import AuthenticateInput, LoginWebAuthnInput
from allauth.headless.mfa.views import AuthenticateView, LoginWebAuthnView
from allauth.mfa import app_settings as mfa
from allauth.utils import get_form_class
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.accounts.access_tokens import ProgramTokens, session_of
from moondesk.accounts.sessions import SessionStore
from moondesk.api import guessing
from moondesk.api.answers import answer, no_content
from moondesk.api.edge import edge, network_of_client, open_to_all
from moondesk.api.errors import AddressNotConfirmed, CodeRequired, SignInFailed
from moondesk.api.inputs import Email, Input
from moondesk.kit.errors import TooMany
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.errors import BadToken

router = Router(tags=["Signing in"])
router.add_decorator(edge, mode="view")
_RENEWALS = Limit("api_sign_in_renewal", 120, 60)
PASSKEYS = Limit("api_sign_in_passkey", 120, 60)
_TOO_OFTEN = frozenset({"too_many_login_attempts", "rate_limited"})
_WAIT = 60
type Secret = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class SignInInput(Input):
    """Who signs in."""

    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class CodeInput(Input):
    """The second step."""

    session_token: Secret = Field(description="From the problem `code_required`")
    code: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="Of the authenticator app, or a recovery code"
    )


class PasskeyInput(Input):
    """What a passkey answered."""

    session_token: Secret = Field(description="From the answer that asked")
    credential: dict[str, Any] = Field(description="A `PublicKeyCredential` as `toJSON()` gives it (WebAuthn level 3)")


class PasskeyAskedOut(BaseModel):
    """What a passkey is asked."""

    model_config = ConfigDict(extra="forbid")

    session_token: str = Field(description="Send it with the answer, within 15 minutes")
    request_options: dict[str, Any] = Field(description="For `navigator.credentials.get`; bytes are base64url")


class RenewalInput(Input):
    """The refresh token of the last answer."""

    refresh_token: Secret


class SignedInOut(BaseModel):
    """What to send from now on."""

    model_config = ConfigDict(extra="forbid")

    access_token: str = Field(description="Send it as `Authorization: Bearer …`, with `Moondesk-Organization`")
    refresh_token: str = Field(description="Good for one renewal")
    expires_in: int = Field(description="So many seconds the access token is good")


class _SecondStep(AuthenticateView):
    def get_input_class(self) -> Any:
        """Return our own form: codes count once, and wrong ones are counted."""
        return get_form_class(mfa.FORMS, "authenticate", AuthenticateInput)


class _Passkey(LoginWebAuthnView):
    def get_input_class(self) -> Any:
        """Return our own form: the key must know who holds it."""
        return (
            get_form_class(mfa.FORMS, "login_webauthn", LoginWebAuthnInput) if self.request.method == "POST" else None
        )


@contextmanager
def _without_page(request: HttpRequest) -> Iterator[None]:
    """Give allauth what its middleware gives a page."""
    if not hasattr(request, "session"):
        request.session, request.user = SessionStore(), AnonymousUser()
    request.allauth = SimpleNamespace()  # type: ignore[attr-defined]
    with context.request_context(request):
        yield


def _ask(request: HttpRequest, view: type[APIView]) -> HttpResponse:
    return _told(*_answer_of(request, view))


def _go_on(request: HttpRequest, session_token: str) -> None:
    """Let allauth find the session in which a sign-in goes on."""
    request.META["HTTP_X_SESSION_TOKEN"] = session_token
    request.__dict__.pop("headers", None)


def _answer_of(request: HttpRequest, view: type[APIView]) -> tuple[int, dict[str, Any]]:
    with _without_page(request):
        try:
            response: Any = view.as_api_view(client=Client.APP)(request)
        except ImmediateHttpResponse as error:
            response = error.response
    return response.status_code, json.loads(response.content or b"{}")


def _told(status: int, content: dict[str, Any]) -> HttpResponse:
    """Return the tokens that allauth made, or raise what it found wrong."""
    meta, errors = content.get("meta") or {}, content.get("errors") or []
    if status == 200:
        return _signed_in(meta["access_token"], meta["refresh_token"])
    if status == 429 or any(one["code"] in _TOO_OFTEN for one in errors):
        text = _("That was too often. Wait a little and try again.")
        raise TooMany(text, extra={"retry_after": _WAIT})
    if errors:
        raise SignInFailed(errors[0]["message"], fields={one.get("param", "email"): one["message"] for one in errors})
    flows = (content.get("data") or {}).get("flows", [])
    pending: dict[str, Any] = next((one for one in flows if one.get("is_pending")), {})
    if pending.get("id") == Flow.MFA_AUTHENTICATE and meta.get("session_token"):
        factors = [one for one in pending.get("types", []) if one != "webauthn"]
        extra = {"session_token": meta["session_token"], "factors": factors}
        raise CodeRequired(_("Type the code."), extra=extra)
    if pending.get("id") == Flow.VERIFY_EMAIL:
        raise AddressNotConfirmed(_("Confirm the address first: look into its mail."))
    raise SignInFailed(_("Sign in again."))


def _signed_in(access: str, refresh: str) -> HttpResponse:
    lasts = settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN
    return answer({"access_token": access, "refresh_token": refresh, "expires_in": lasts})


@router.post("/sign-in", response=SignedInOut, summary="Sign in", operation_id="sign_in")
@open_to_all()
def sign_in(request: HttpRequest, given: SignInInput) -> HttpResponse:
    """By address and password, as on the page. 401 `code_required` asks for the second step and has a token for it."""
    return _ask(request, LoginView)


@router.post("/sign-in/code", response=SignedInOut, summary="Sign in, second step", operation_id="sign_in_code")
@open_to_all()
def sign_in_code(request: HttpRequest, given: CodeInput) -> HttpResponse:
    """With the code of an authenticator app, or a recovery code."""
    _go_on(request, given.session_token)
    return _ask(request, _SecondStep)


@router.post(
    "/sign-in/passkey", response=PasskeyAskedOut, summary="Sign in by passkey", operation_id="begin_sign_in_by_passkey"
)
@open_to_all()
def begin_passkey(request: HttpRequest) -> HttpResponse:
    """Asks what a passkey of any account has to answer. Needs neither address nor password."""
    hit(PASSKEYS, network_of_client(request))
    request.method = "GET"
    status, content = _answer_of(request, _Passkey)
    if status != 200:
        return _told(status, content)
    asked = content["data"]["request_options"]
    return answer({"session_token": content["meta"]["session_token"], "request_options": asked})


@router.post(
    "/sign-in/passkey/answer",
    response=SignedInOut,
    summary="Sign in by passkey, its answer",
    operation_id="sign_in_by_passkey",
)
@open_to_all()
def sign_in_by_passkey(request: HttpRequest, given: PasskeyInput) -> HttpResponse:
    """With what the passkey answered. It must know who holds it, by PIN or finger; then nothing else is asked."""
    hit(PASSKEYS, network_of_client(request))
    _go_on(request, given.session_token)
    return _ask(request, _Passkey)


@router.post("/sign-in/renewal", response=SignedInOut, summary="Stay signed in", operation_id="renew_sign_in")
@open_to_all()
def renew_sign_in(request: HttpRequest, given: RenewalInput) -> HttpResponse:
    """New tokens for a refresh token. One that was used before signs the program out: somebody else may have it."""
    hit(_RENEWALS, network_of_client(request))
    found = ProgramTokens().refresh_token(given.refresh_token)
    if found is None:
        raise SignInFailed(_("Sign in again."), fields={"refresh_token": _("Sign in again.")})
    return _signed_in(*found)


@router.delete("/sign-in", response={204: None}, summary="Sign out", operation_id="sign_out")
@open_to_all()
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session of the access token: it and the refresh token stop working at once."""
    scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    found = session_of(token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        guessing.note(network_of_client(request))
        raise BadToken(_("The token is not valid."))
    request.user, request.session = found
    with _without_page(request):
        logout(request)
    return no_content()

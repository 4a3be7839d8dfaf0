"""Accounts at other providers, fitted to ours: which there are, and who is believed about whom.

Somebody is known by (provider, ``sub``). A mail address connects an account that exists only when an organization's
provider says that it is verified, and the organization proved that its domain is its own. Else the person signs in the
way they do, and connects.
"""

import uuid
from typing import Any, cast

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from moondesk.accounts.actions import claim_account
from moondesk.accounts.models import User
from moondesk.accounts.queries import is_sign_in
from moondesk.channels.queries import is_inbox
from moondesk.kit import tenancy
from moondesk.kit.lines import line_problem
from moondesk.organizations.actions.providers import join_by, may_join, note_tested, speaks_for
from moondesk.organizations.domains import domain_of
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Role
from moondesk.organizations.providers import provider_by_key
from moondesk.organizations.queries import current_organization, member_of
from moondesk.organizations.sign_in_models import IdentityProvider
from moondesk.organizations.sign_in_rules import read_key
from moondesk.web.account.installed import installed_apps
from moondesk.web.account.oidc import BrokenSeal, OrganizationProvider, application
from moondesk.web.clock import browser_zone
from moondesk.web.leaving import TESTED
from moondesk.web.refusing import refusal, trial_reason


def _refuse(request: HttpRequest, reason: str, login: SocialLogin) -> None:
    row = _row(login)
    name = row.name if row else login.provider.name
    raise ImmediateHttpResponse(refusal(request, reason, name, row.organization_id if row else None))


def _row(login: SocialLogin) -> IdentityProvider | None:
    return getattr(login.provider.app, "row", None)


def _address(login: SocialLogin) -> tuple[str, bool]:
    """Return the address that the provider tells, and whether it says that it is verified."""
    said = login.account.extra_data
    return str(said.get("email") or "").strip().lower(), said.get("email_verified") in (True, "true")


class SocialAdapter(DefaultSocialAccountAdapter):
    """Our answers to allauth's questions about other providers."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the installation's applications, or the one provider of an organization that a key names."""
        if provider is None or read_key(provider) is None:
            return [app for app in installed_apps() if provider in (None, app.provider)]
        row = provider_by_key(provider)
        try:
            return [application(row)] if row is not None else []
        except BrokenSeal:
            return []

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return a provider; those of organizations are of our own kind."""
        if read_key(provider) is None:
            return super().get_provider(request, provider, client_id)
        return OrganizationProvider(request, app=self.get_app(request, provider=provider))

    def get_requests_session(self) -> Any:
        """Go out by the guarded way."""
        from moondesk.kit.egress.for_requests import guarded_session

        return guarded_session()

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Return whose account an unknown person's verified address is, if its provider is believed about it.

        An owner connects by hand: whoever may change the providers of an organization must not become its owner.
        """
        row = _row(sociallogin)
        email, is_verified = _address(sociallogin)
        if row is None or not is_verified:
            return None
        with tenancy.organization(row.organization_id):
            if current_organization().is_closed or not (row.is_on and speaks_for(row, email)):
                return None
            users = filter_users_by_email(email, prefer_verified=True, for_login=True)
            user = cast("User | None", next(iter(users), None))
            user = user and claim_account(user.email)
            is_owner = Member.objects.filter(user=user, roles__contains=[Role.OWNER.value]).exists()
        return (user, email) if user is not None and not is_owner else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse in plain words whoever may not come in, connect or join; let the others go on."""
        row = _row(sociallogin)
        if row is None:
            self._check_installed(request, sociallogin)
            return
        data = sociallogin.state.get("data") or {}
        if not data.get("nonce") or data["nonce"] != getattr(sociallogin, "nonce", None):
            _refuse(request, "replayed", sociallogin)
        with tenancy.organization(row.organization_id):
            reason = self._reason(request, sociallogin, row)
        if reason:
            _refuse(request, reason, sociallogin)

    def _reason(self, request: HttpRequest, login: SocialLogin, row: IdentityProvider) -> str:
        """Return why somebody may not come in by a provider of an organization, or nothing."""
        process = login.state.get("process")
        email, is_verified = _address(login)
        if _is_closed_to(login):
            return "closed"
        if process == AuthProcess.REDIRECT:
            _keep_test(request, login, row)
            return ""
        if not row.is_on:
            return "off"
        if row.domains and domain_of(email) not in row.domains:
            return "other_domain"
        if process == AuthProcess.CONNECT:
            is_member = request.user.is_authenticated and member_of(request.user) is not None
            return "" if is_member else "no_member"
        return _reason_known(login, row, email) if login.is_existing else _reason_new(row, email, is_verified)

    def _check_installed(self, request: HttpRequest, login: SocialLogin) -> None:
        if login.is_existing or login.state.get("process") == AuthProcess.CONNECT:
            return
        for address in login.email_addresses:
            if is_inbox(address.email):
                _refuse(request, "inbox", login)
            if address.verified and is_sign_in(address.email.lower()):
                _refuse(request, "exists", login)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take over how the person is called."""
        user = cast("User", super().populate_user(request, sociallogin, data))
        name = str(data.get("name") or "").strip()[:120]
        user.name = "" if line_problem(name, 120) else name
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Keep language and zone; who came by an organization's provider joins it."""
        user = cast("User", sociallogin.user)
        user.language = translation.get_language() or ""
        user.time_zone = browser_zone(request)
        saved = cast("User", super().save_user(request, sociallogin, form))
        row = _row(sociallogin)
        if row is not None:
            with tenancy.organization(row.organization_id):
                join_by(row, saved)
        return saved

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Go back to the list of accounts."""
        return reverse("account:connected_accounts")

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: str = AuthError.UNKNOWN, **more: Any
    ) -> None:
        """Say what went wrong in our words: in general to whoever signs in, in detail to who tries out a provider."""
        row = getattr(provider.app, "row", None)
        state = (more.get("extra_context") or {}).get("state") or {}
        is_trial = row is not None and state.get("process") == AuthProcess.REDIRECT
        why = trial_reason(more.get("exception")) if is_trial else "failed"
        reason = "cancelled" if error == AuthError.CANCELLED else why
        organization = row.organization_id if row else None
        raise ImmediateHttpResponse(refusal(request, reason, provider.name, organization, is_trial=is_trial))


def _reason_known(login: SocialLogin, row: IdentityProvider, email: str) -> str:
    known = Member.objects.filter(user=login.user).first()
    if known is None and login.user.email == email:
        join_by(row, login.user)
    return "" if known is None or known.is_active else "deactivated"


def _reason_new(row: IdentityProvider, email: str, is_verified: bool) -> str:
    if not is_verified:
        return "unverified"
    if not speaks_for(row, email):
        return "unproven"
    if is_sign_in(email):
        return "exists"
    return "" if may_join(row, email) else "nobody_joins"


def _keep_test(request: HttpRequest, login: SocialLogin, row: IdentityProvider) -> None:
    email, is_verified = _address(login)
    known: uuid.UUID | None = login.user.pk if login.is_existing else None
    note_tested(row)
    request.session[TESTED] = {
        "provider": str(row.pk),
        "sub": login.account.uid,
        "email": email,
        "is_verified": is_verified,
        "name": str(login.account.extra_data.get("name") or ""),
        "is_known": known is not None,
        "is_believed": speaks_for(row, email),
        "joins": may_join(row, email),
    }


def _is_closed_to(login: SocialLogin) -> bool:
    """Say whether nobody comes in by the organization's provider now.

    While its owners delete it, those who have an account there still do: an owner has to, to take that back.
    """
    own = current_organization()
    return own.suspended_at is not None or (own.deletion_due_at is not None and not login.is_existing)

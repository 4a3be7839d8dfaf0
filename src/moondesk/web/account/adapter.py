"""How django-allauth fits our users: their names, our mails, whose network address counts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.channels.queries import is_inbox
from moondesk.limits.actions import Limit, count
from moondesk.organizations.providers import keeps_address
from moondesk.web.account import known, proving
from moondesk.web.account.forms import KEPT_ADDRESS
from moondesk.web.account.jobs import deliver_account_mail
from moondesk.web.account.words import ERRORS, MESSAGES
from moondesk.web.client import address_of, counted_as
from moondesk.web.clock import browser_zone

AFTER_SIGN_IN = "moondesk_after_sign_in"
"""Where in the session an invitation waits until the invited person has signed in."""

MAILS_BY_ADDRESS = Limit("account.mail", 4, 3600)
"""Of one kind to one address: asking for mails of another kind does not keep anybody from a new password."""


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say it in our words; what a form of allauth found wrong comes as a finished sentence."""
        if whole := kwargs.get("message"):
            messages.add_message(request, level, str(whole))
            return
        template = str(kwargs.get("message_template") or (args[0] if args else "") or "")
        values = kwargs.get("message_context") or (args[1] if len(args) > 1 else None) or {}
        text = MESSAGES.get(template.rpartition("/")[2].removesuffix(".txt"))
        if text is not None:
            messages.add_message(request, level, str(text) % {"email": values.get("email", "")})

    def clean_email(self, email: str) -> str:
        """Return an address that somebody may sign up with; one at which a desk receives mail is nobody's own."""
        if is_inbox(email):
            raise ValidationError(_("A desk receives mail at this address. Give one that only you read."))
        return str(super().clean_email(email))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address; another than that of now not for somebody who has to keep theirs by now."""
        user = email_address.user
        if email_address.email.lower() != user.email.lower() and keeps_address(user):
            messages.error(request, str(KEPT_ADDRESS))
            return False
        return bool(super().confirm_email(request, email_address))

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the name, and the language and zone in which the person signed up."""
        user.name = form.cleaned_data.get("name", "")[:120]
        user.language = translation.get_language() or ""
        user.time_zone = browser_zone(request)
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go on with an invitation that was opened before, else to the start."""
        return str(request.session.pop(AFTER_SIGN_IN, "") or super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Go on in the same way when signing up needed no mail, because an invitation had proven the address."""
        return self.get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Know the browser again: strangers who guess codes for this account then do not keep it out."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        known.remember(request, response, user)
        return response

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways to prove once more who one is, in our words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": proving.WAYS[method["id"]]} for method in methods]

    def reauthenticate(self, user: User, password: str) -> bool:
        """Say whether the password is right. One that is hashed anew, as more work is wanted, ends not this session."""
        before = user.password
        is_right = bool(super().reauthenticate(user, password))
        if is_right:
            user.refresh_from_db(fields=["password"])
            if user.password != before:
                update_session_auth_hash(context.request, user)
        return is_right

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address behind trusted proxies; what has none is counted together."""
        return address_of(request) or "0.0.0.0"  # noqa: S104 - stands for "unknown"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by address and by where they come from, so that nobody locks out the owner."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key} {counted_as(request)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the mail to the worker. Links are made there, so no secret waits on the queue."""
        address = email.strip().lower()
        kind = template_prefix.rpartition("/")[2]
        if count(MAILS_BY_ADDRESS, address, kind).over:
            return
        user = context.get("user")
        deliver_account_mail.enqueue(
            kind=kind,
            recipient=email,
            user_id=str(user.pk) if user is not None and user.pk else "",
            language=translation.get_language() or settings.LANGUAGE_CODE,
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of the address, and take as long as a new account would."""
        make_password("as slow as a new account")
        self.send_mail("account/email/account_already_exists", email, {})

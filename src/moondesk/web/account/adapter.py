"""How django-allauth fits our users: their names, our mails, whose network address counts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from moondesk.accounts.models import User
from moondesk.channels.queries import is_inbox
from moondesk.limits.actions import Limit, count
from moondesk.web.account.jobs import deliver_account_mail
from moondesk.web.client import address_of, counted_as
from moondesk.web.clock import browser_zone

AFTER_SIGN_IN = "moondesk_after_sign_in"
"""Where in the session an invitation waits until the invited person has signed in."""

MAILS_BY_ADDRESS = Limit("account.mail", 4, 3600)
"""Of one kind to one address: asking for mails of another kind does not keep anybody from a new password."""


MESSAGES = {
    "email_confirmation_sent": _("We sent a link to %(email)s."),
    "email_confirmed": _("%(email)s is confirmed."),
    "email_confirmation_failed": _("%(email)s belongs to another account."),
    "email_deleted": _("%(email)s was taken off your account."),
    "password_changed": _("Your new password is saved. Other browsers were signed out."),
    "password_set": _("Your new password is saved. Other browsers were signed out."),
    "primary_email_set": _("You sign in with the new address from now on."),
    "unverified_primary_email": _("Confirm the address first: look into its mail."),
    "cannot_delete_primary_email": _("You sign in with %(email)s, so it has to stay."),
}
"""What is said after a step of allauth, by the name of its template; what is not here is not worth saying."""


ERRORS = {
    "account_inactive": _("This account is closed"),
    "duplicate_email": _("This address belongs to your account already."),
    "email_password_mismatch": _("Address and password do not belong together."),
    "email_taken": _("This address belongs to another account."),
    "enter_current_password": _("This is not your current password."),
    "incorrect_password": _("This is not your current password."),
    "invalid_password_reset": _("Your link has expired. We can send you a new one."),
    "same_as_current": _("This is the one you have now. Choose another."),
    "too_many_login_attempts": _("That was too often. Wait a little and try again."),
}
"""What a form of allauth says when something does not fit, by its code."""


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say it in our words."""
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

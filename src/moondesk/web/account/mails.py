"""The words of account mails."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.web.account.asked_mail import second_factor_asked
from moondesk.web.account.mail_words import Words
from moondesk.web.account.ownership_mail import ownership
from moondesk.web.account.token_mail import token_made


@dataclass(frozen=True)
class Mail:
    """A mail ready to be sent."""

    subject: str
    text: str
    html: str


def compose(kind: str, recipient: str, user_id: str, organization: str = "", about: str = "") -> Mail | None:
    """Return the mail of a kind, or None when its user or address is gone, or what it tells is not so any more."""
    if kind == "second_factor_asked":
        words = second_factor_asked(user_id, organization)
    elif kind == "token_made":
        words = token_made(user_id, organization, about)
    elif kind == "ownership":
        words = ownership(user_id, organization, about)
    else:
        words = _words(kind, recipient, user_id)
    if words is None:
        return None
    parts = [
        words.subject,
        *words.lines,
        f"{words.button}:\n{words.address}",
        words.aside,
        "-- \nMoondesk\n" + settings.BASE_URL,
    ]
    html = render_to_string("account/mail.html", {"words": words, "language": get_language() or "en", "host": _host()})
    return Mail(words.subject, "\n\n".join(part for part in parts if part) + "\n", html)


def _host() -> str:
    return urlsplit(settings.BASE_URL).netloc


def _page(name: str, **kwargs: str) -> str:
    return settings.BASE_URL + reverse(name, kwargs=kwargs)


def _words(kind: str, recipient: str, user_id: str) -> Words | None:
    if kind in ("email_confirmation", "email_confirmation_signup"):
        return _confirmation(recipient, user_id)
    if kind == "password_reset_key":
        return _reset(user_id)
    if kind == "account_already_exists":
        return Words(
            _("You already have an account"),
            (
                _("Somebody, perhaps you, signed up with this address. It has an account already."),
                _("If you forgot the password, choose a new one."),
            ),
            pgettext("button", "Choose a new password"),
            _page("account_reset_password"),
            _("If it was not you, do nothing. Nothing was changed."),
        )
    if kind == "unknown_account":
        return Words(
            _("No account with this address"),
            (_("Somebody, perhaps you, asked for a new password. There is no account with this address."),),
            pgettext("button", "Create an account"),
            _page("account_signup"),
            _("If it was not you, do nothing."),
        )
    return _notice(kind)


def _confirmation(recipient: str, user_id: str) -> Words | None:
    address = EmailAddress.objects.filter(user_id=user_id or None, email__iexact=recipient).first()
    if address is None:
        return None
    return Words(
        _("Confirm your address"),
        (_("Open the link, and this address belongs to your account. It works for 3 days."),),
        _("Confirm address"),
        _page("account_confirm_email", key=EmailConfirmationHMAC(address).key),
        _("If you did not sign up, do nothing: without the link nothing happens."),
    )


def _reset(user_id: str) -> Words | None:
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user is None:
        return None
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return Words(
        _("Choose a new password"),
        (_("Open the link and choose a new password. It works once, for 24 hours."),),
        pgettext("button", "Choose a new password"),
        _page("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key),
        _("If you did not ask for this, do nothing. Your password stays as it is."),
    )


def _notice(kind: str) -> Words | None:
    subjects = {
        "password_changed": _("Your password was changed"),
        "password_reset": _("Your password was changed"),
        "password_set": _("Your password was changed"),
        "email_changed": _("The address of your account was changed"),
        "email_confirm": _("Your address is confirmed"),
        "email_deleted": _("An address was taken off your account"),
        "totp_activated": _("An authenticator app was set up for your account"),
        "totp_deactivated": _("The authenticator app of your account was turned off"),
        "webauthn_added": _("A passkey was added to your account"),
        "webauthn_removed": _("A passkey was removed from your account"),
        "second_factor_forgotten": _("Your account signs in with the password alone now"),
        "recovery_codes_generated": _("Your account has new recovery codes"),
        "recovery_code_used": _("A recovery code of your account was used"),
    }
    if kind == "second_factor_guessed":
        return _guessed()
    if kind not in subjects:
        return None
    return Words(
        subjects[kind],
        (_("This mail is only so that you know. If it was you, there is nothing to do."),),
        _("It was not me: choose a new password"),
        _page("account_reset_password"),
    )


def _guessed() -> Words:
    return Words(
        _("Somebody knows your password"),
        (
            _("Somebody gave your password and then wrong codes, again and again. They did not get in."),
            _("Choose a new password now. You can still sign in with the browsers that you use."),
        ),
        pgettext("button", "Choose a new password"),
        _page("account_reset_password"),
        _("If it was you, use a passkey or wait an hour."),
    )

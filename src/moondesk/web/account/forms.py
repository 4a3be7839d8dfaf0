"""Forms of allauth in our words: what is wrong with a field, said beside it, and what they ask beyond allauth."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from moondesk.accounts.actions import NAME_LENGTH
from moondesk.accounts.addresses import LENGTH, NOT_AN_ADDRESS
from moondesk.accounts.models import User
from moondesk.kit.lines import line_problem
from moondesk.organizations.providers import keeps_address

BORROWED = (
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("You must type the same password each time."),
)
"""Texts of Django and allauth that our forms show. Named here, they are in our catalogue, which goes before theirs."""

_OWN_ADDRESS = _("Enter your mail address.")
_OWN_PASSWORD = _("Enter your password.")
_EMPTY = {
    "login": _OWN_ADDRESS,
    "email": _OWN_ADDRESS,
    "name": _("Write your name."),
    "password": _OWN_PASSWORD,
    "oldpassword": _OWN_PASSWORD,
    "password1": _("Choose a password."),
    "password2": _("Type the new password once more."),
}
INVITED_AS = "moondesk_invited_as"
"""Where in the session it stands how the invitation that was opened calls the invited."""
_UNSHOWN = _("There are characters in it that cannot be shown.")


KEPT_ADDRESS = _("Your organization decides how you sign in with this address. Ask those who run it to change it.")


class SpokenErrors(forms.BaseForm):
    """Says what is wrong with each field in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages |= {"null_characters_not_allowed": _UNSHOWN}
            if name in _EMPTY:
                field.error_messages["required"] = _EMPTY[name]
            if name in ("login", "email"):
                _speak_of_addresses(field)


def _speak_of_addresses(field: forms.Field) -> None:
    field.error_messages |= {
        "invalid": _(NOT_AN_ADDRESS),
        "max_length": _("Keep the address under %(most)s characters.") % {"most": LENGTH + 1},
    }


class LoginForm(SpokenErrors, allauth.LoginForm):
    """Signing in."""


class SignupForm(SpokenErrors, allauth.SignupForm):
    """Signing up also asks how a person is called, because colleagues and customers see it."""

    name = forms.CharField(
        label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": NAME_LENGTH})
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", context.request.session.pop(INVITED_AS, ""))

    def clean_name(self) -> str:
        """Return the name as one line. What cannot be shown or is too long is said beside the field."""
        name = str(self.cleaned_data["name"])
        problem = line_problem(name, NAME_LENGTH)
        texts: dict[str, Any] = {
            "empty": _("Write your name."),
            "too_long": _("Keep your name under %(most)s characters.") % {"most": NAME_LENGTH + 1},
            "control": _("Your name has characters that cannot be shown."),
        }
        if problem:
            raise forms.ValidationError(texts[problem])
        return name

    def clean(self) -> dict[str, Any]:
        """Compare the password with the name too, which allauth does not know."""
        cleaned: dict[str, Any] = super().clean() or {}
        password, writer = cleaned.get("password1"), User(name=cleaned.get("name", ""))
        try:
            if password:
                UserAttributeSimilarityValidator(user_attributes=("name",)).validate(password, writer)
        except forms.ValidationError as error:
            self.add_error("password1", error)
        return cleaned


class AddEmailForm(SpokenErrors, allauth.AddEmailForm):
    """Changing one's address: not where an organization proved its domain to say how its people sign in."""

    def clean_email(self) -> str:
        """Return the new address."""
        if keeps_address(self.user):
            raise ValidationError(KEPT_ADDRESS)
        return str(super().clean_email())


class ChangePasswordForm(SpokenErrors, allauth.ChangePasswordForm):
    """Changing one's password."""


class SetPasswordForm(SpokenErrors, allauth.SetPasswordForm):
    """Choosing a first password."""


class ResetPasswordForm(SpokenErrors, allauth.ResetPasswordForm):
    """Asking for a link to a new password."""


class ResetPasswordKeyForm(SpokenErrors, allauth.ResetPasswordKeyForm):
    """Choosing a new password behind the link."""


class ReauthenticateForm(SpokenErrors, allauth.ReauthenticateForm):
    """Giving the password once more before something that matters."""

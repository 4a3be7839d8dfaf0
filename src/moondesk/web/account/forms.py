"""Forms of allauth that ask something more than it does by itself."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("Enter a valid email address."),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("You must type the same password each time."),
)
"""Texts of Django and allauth that our forms show. Named here, they are in our catalogue, which goes before theirs."""


class SignupForm(AllauthSignupForm):
    """Signing up also asks how a person is called, because colleagues and customers see it."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 120})
    )
    field_order = ("name", "email", "password1")

"""Forms of allauth that ask something more than it does by itself."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(AllauthSignupForm):
    """Signing up also asks how a person is called, because colleagues and customers see it."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 120})
    )
    field_order = ("name", "email", "password1")

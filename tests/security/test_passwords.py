"""Passwords that are long and still the first ones tried are refused beside their field, in the reader's language."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from moondesk.accounts.models import User


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "PasswordPassword", "password password", "passwordpasswor", "aaaaaaaaaaaaaaaaaa",
     "abababababababab", "letmeinletmeinletmein", "Password-Password!", "password123456789", "123456789password!!",
     "!!!!!!dragon!!!!!", "passwordpassword1", "12345678901234567890", "abcdefghijklmnopq", "qwertyuiopasdfgh",
     "zyxwvutsrqponmlkj", "1qaz2wsx3edc4rfv",
     "thebestofthebest", "DRAGONBALLZ20012002", "moon-desk-2026!", "ana.abbott@acme.test", "short one"],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    user = User(email="ana.abbott@acme.test", name="moon desk 2026")
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    ["plum harbour window tractor", "seven quiet lanterns floating", "a long and winding password",
     "correct horse battery staple", "ñandú, café y 3 trenes", "X9!kd02-mmQz7vLp"],
)  # fmt: skip
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    validate_password(password, User(email="ana@acme.test", name="Ana Abbott"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "password", "text"),
    [
        ("en", "passwordpassword", "This password repeats itself."),
        ("es", "passwordpassword", "Esta contraseña se repite."),
        ("es", "qwertyuiopasdfgh", "Esta contraseña sigue el teclado o el abecedario."),
        ("es", "password123456789", "Es una contraseña muy usada con algo alrededor."),
        ("en", "Nina-Nightingale-7", "The password is too similar to the name."),
    ],
)
def test_signing_up_says_why_beside_the_field(language: str, password: str, text: str) -> None:
    fields = {"email": "nina@example.test", "name": "Nina Nightingale", "password1": password}
    page = Client(headers={"Accept-Language": language}).post("/accounts/signup/", fields).content.decode()
    assert text in page
    assert 'aria-invalid="true"' in page
    assert not User.objects.filter(email="nina@example.test").exists()

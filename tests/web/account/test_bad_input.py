"""What account forms say of bad input: plain words beside the field, in both languages, and nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from markupsafe import escape

from tests.harness.people import Cast

LONG = f"{'x' * 60}@{'y.' * 140}test"
NOT_ONE = "This is not a mail address. It looks like name@example.com."
UP = {"name": "Nora New", "email": "nora@new.test", "password1": "plum harbour window tractor"}
IN = {"login": "nora@new.test", "password": "plum harbour window tractor"}
FORMS: dict[str, dict[str, str]] = {
    "/accounts/login/": IN,
    "/accounts/signup/": UP,
    "/accounts/password/reset/": {"email": "nora@new.test"},
}
BAD = [
    ("/accounts/login/", "login", "", "Enter your mail address."),
    ("/accounts/login/", "login", "nora", NOT_ONE),
    ("/accounts/login/", "login", "no\0ra@new.test", "There are characters in it that cannot be shown."),
    ("/accounts/login/", "login", LONG, "Keep the address under 255 characters."),
    ("/accounts/login/", "password", "", "Enter your password."),
    ("/accounts/signup/", "name", "", "Write your name."),
    ("/accounts/signup/", "name", "Nora\x07New", "Your name has characters that cannot be shown."),
    ("/accounts/signup/", "name", "n" * 121, "Keep your name under 121 characters."),
    ("/accounts/signup/", "email", "", "Enter your mail address."),
    ("/accounts/signup/", "email", "nora@", NOT_ONE),
    ("/accounts/signup/", "email", LONG, "Keep the address under 255 characters."),
    ("/accounts/signup/", "password1", "", "Choose a password."),
    ("/accounts/password/reset/", "email", "", "Enter your mail address."),
    ("/accounts/password/reset/", "email", "nora new", NOT_ONE),
]


def field(page: str, name: str) -> str:
    """Return the tag of a field."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
    assert found, name
    return found[0]


@pytest.mark.parametrize(("path", "name", "value", "said"), BAD)
def test_it_is_said_beside_the_field_which_takes_the_focus(
    db: None, client: Client, path: str, name: str, value: str, said: str
) -> None:
    page = client.post(path, FORMS[path] | {name: value}).content.decode()
    assert said in page
    assert 'aria-invalid="true"' in field(page, name)
    assert page.count("autofocus") == 1
    assert "autofocus" in field(page, name)
    for other, typed in FORMS[path].items():
        if other != name and not other.startswith("password"):
            assert f'value="{typed}"' in field(page, other)


@pytest.mark.parametrize(("path", "name", "value"), sorted({(one[0], one[1], one[2]) for one in BAD}))
def test_it_is_said_in_spanish(db: None, client: Client, path: str, name: str, value: str) -> None:
    english = {said for one in BAD if (said := one[3])}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = client.post(path, FORMS[path] | {name: value}).content.decode()
    assert 'aria-invalid="true"' in field(page, name)
    assert not [text for text in english if text in page]


NEW = {"name": "Nora's Bikes", "slug": "nora", "language": "en", "time_zone": "Europe/Madrid"}
BAD_ORGANIZATIONS = [
    ("name", "", "Give the organization a name."),
    ("name", "x" * 81, "Keep the name under 81 characters."),
    ("name", "a\0b", "The name has characters that cannot be shown."),
    ("slug", "Not good", "Use 1 to 40 small letters"),
    ("slug", "acme", "This address is taken."),
    ("language", "xx", "There is no such language."),
    ("time_zone", "Mars/Base", "There is no such time zone."),
]


@pytest.mark.parametrize(("name", "value", "said"), BAD_ORGANIZATIONS)
def test_a_new_organization_keeps_what_was_typed(
    cast: Cast, client_of: Callable[..., Client], name: str, value: str, said: str
) -> None:
    answer = client_of(cast.agent).post("/organizations/new", NEW | {name: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'aria-describedby="f-{name}-error"' in page
    for other in {"slug", "name"} - {name}:
        assert f'value="{escape(NEW[other])}"' in page
    assert '<option value="Europe/Madrid" selected>' in page or name == "time_zone"


BAD_NAMES = [
    ("", "Write your name."),
    ("n" * 121, "Keep your name under 121 characters."),
    ("a\0b", "Your name has characters that cannot be shown."),
]


@pytest.mark.parametrize(("value", "said"), BAD_NAMES)
def test_a_name_that_does_not_fit(cast: Cast, client_of: Callable[..., Client], value: str, said: str) -> None:
    profile: dict[str, Any] = {"name": value, "language": "es", "time_zone": "", "theme": "moon"}
    answer = client_of(cast.agent).post("/accounts/profile", profile)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert '<option value="moon" selected>' in page


def test_the_zone_of_the_browser_is_offered(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    client.cookies["moondesk_zone"] = "Europe%2FMadrid"
    assert '<option value="Europe/Madrid" selected>' in client.get("/organizations/new").content.decode()

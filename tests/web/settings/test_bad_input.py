"""What forms of settings say of bad input: beside the field, which takes the focus, and what was typed comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.models import ApiToken, Department, Invitation
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db

INVITE = "/acme/settings/members/invitations"
ADD = "/acme/settings/departments/new"
TOKENS = "/acme/settings/tokens"
GENERAL = "/acme/settings/organization"
GOOD: dict[str, dict[str, str]] = {
    INVITE: {"which": "invite", "email": "new@acme.test", "role": "viewer"},
    ADD: {"which": "new", "name": "Shop", "parent": ""},
    TOKENS: {"name": "Booking system", "days": "365"},
    GENERAL: {"name": "Acme", "language": "es", "time_zone": "Europe/Madrid"},
}
BAD = [
    (INVITE, "email", "", "Enter a mail address."),
    (INVITE, "email", "new", "This is not a mail address. It looks like name@example.com."),
    (INVITE, "email", "a\0b@acme.test", "This is not a mail address. It looks like name@example.com."),
    (INVITE, "email", f"{'x' * 60}@{'y.' * 110}test", "Keep the address under 255 characters."),
    (INVITE, "role", "emperor", "There is no such role."),
    (ADD, "name", " ", "Give the department a name."),
    (ADD, "name", "x" * 81, "Keep the name under 81 characters."),
    (ADD, "name", "a\0b", "The name has characters that cannot be shown."),
    (ADD, "parent", "nowhere", "This cannot be chosen."),
    (TOKENS, "name", "", "Say what the token is for."),
    (TOKENS, "name", "x" * 81, "Keep the name under 81 characters."),
    (TOKENS, "name", "a\x1bb", "The name has characters that cannot be shown."),
    (TOKENS, "days", "31", "This cannot be chosen."),
    (GENERAL, "name", "", "Give the organization a name."),
    (GENERAL, "name", "a\0b", "The name has characters that cannot be shown."),
    (GENERAL, "name", "x" * 81, "Keep the name under 81 characters."),
    (GENERAL, "time_zone", "Mars/Base", "There is no such time zone."),
]


def kept(cast: Cast) -> tuple[int, int, int]:
    with tenancy.organization(cast.acme.pk):
        return Invitation.objects.count(), Department.objects.count(), ApiToken.objects.count()


@pytest.mark.parametrize(("path", "name", "value", "said"), BAD)
def test_it_is_said_beside_its_field(
    cast: Cast, client_of: Callable[..., Client], path: str, name: str, value: str, said: str
) -> None:
    before = kept(cast)
    answer: Any = client_of(cast.owner).post(path, GOOD[path] | {name: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"<span>{said}</span>" in page
    assert f'aria-invalid="true" autofocus aria-describedby="f-{name}-error"' in page
    assert kept(cast) == before
    for other, typed in GOOD[path].items():
        if other != name and typed:
            assert f'value="{typed}"' in page or f"{typed}</textarea>" in page


def test_it_is_said_in_spanish(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.owner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    english = [said for _path, _name, _value, said in BAD]
    for path, name, value, _said in BAD:
        page = client.post(path, GOOD[path] | {name: value}).content.decode()
        assert f'aria-describedby="f-{name}-error"' in page
        assert not [text for text in english if text in page]

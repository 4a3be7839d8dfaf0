"""Account mails: from whom they come, what their two forms say, and that each speaks one language."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation

from moondesk.accounts.models import User
from moondesk.web.account.jobs import sender
from moondesk.web.account.mails import compose
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = [
    "email_confirmation_signup", "password_reset_key", "account_already_exists", "unknown_account", "password_changed",
    "email_changed",
]  # fmt: skip


@pytest.fixture
def nora() -> User:
    user = factories.make_user("nora@new.test", name="Nora")
    EmailAddress.objects.get_or_create(user=user, email=user.email)
    return user


@pytest.mark.parametrize("kind", KINDS)
def test_both_forms_say_the_same_in_one_language(nora: User, kind: str) -> None:
    said: dict[str, Any] = {}
    for language in ("en", "es"):
        with translation.override(language):
            found = compose(kind, nora.email, str(nora.pk))
        assert found is not None
        said[language] = found
        assert f'<html lang="{language}">' in found.html
        heading, _rest = found.text.split("\n", 1)
        assert heading == found.subject
        assert f">{found.subject}</h1>" in found.html
        address = next(line for line in found.text.split("\n") if line.startswith("http"))
        assert found.html.count(f'href="{address}"') == 2, "the button, and the address for where buttons fail"
        assert "\n-- \nMoondesk\n" in found.text
    english = {line for line in said["en"].text.split("\n") if " " in line.strip() and line != "-- "}
    assert not [line for line in english if line in said["es"].text]
    assert "If the button does not work" not in said["es"].html


@pytest.mark.parametrize(
    ("given", "shown"), [("desk@x.test", "Moondesk <desk@x.test>"), ("Help <desk@x.test>", "Help <desk@x.test>")]
)
def test_they_come_from_moondesk(settings: Any, given: str, shown: str) -> None:
    settings.MAIL_FROM = given
    assert sender() == shown

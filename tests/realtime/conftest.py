"""Who listens: the cookies of a browser that is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.harness.people import Person

type Cookies = Callable[[Person], dict[str, str]]


@pytest.fixture
def cookies(client_of: Callable[[Person | None], Any]) -> Cookies:
    def make(person: Person) -> dict[str, str]:
        session = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}

    return make

"""The page of all parts opens on this machine, and axe finds nothing wrong on it in any theme."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.harness.browser import in_every_theme
from tests.harness.running import Desk


def test_it_is_for_this_machine(db: None) -> None:
    assert Client(SERVER_NAME="localhost").get(reverse("dev:components")).status_code == 200
    assert Client(SERVER_NAME="desk.example").get(reverse("dev:components")).status_code in (400, 404)


@pytest.mark.browser
def test_every_part_is_accessible_in_every_theme(desk: Desk, page: Any, axe) -> None:
    page.goto("/dev/components")
    for theme in in_every_theme(page):
        assert axe(page) == [], theme

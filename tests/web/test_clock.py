"""The time zone in which a guest reads times."""

import pytest
from django.test import RequestFactory

from moondesk.web.clock import ZONE_COOKIE, reader_zone


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [
        ("Europe%2FMadrid", "Europe/Madrid"),
        ("Europe/Madrid", "Europe/Madrid"),
        ("America%2FArgentina%2FBuenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Nowhere%2FElse", "UTC"),
        ("..%2F..%2Fetc%2Fpasswd", "UTC"),
        ("", "UTC"),
    ],
)
def test_a_guests_zone_is_read_as_a_browser_writes_it(cookie: str, zone: str) -> None:
    request = RequestFactory().get("/", headers={"Cookie": f"{ZONE_COOKIE}={cookie}"})
    assert str(reader_zone(request)) == zone

"""Addresses that are worked out once: each for the list of addresses in force, and never that there is none."""

from django.urls import set_urlconf

from moondesk.web.frame import address_or
from moondesk.web.own_host import URLS


def test_an_address_is_that_of_the_host_in_force() -> None:
    whole = address_or("organizations:list", "none")
    assert whole != "none"
    set_urlconf(URLS)
    try:
        assert address_or("organizations:list", "none") == "none"
    finally:
        set_urlconf(None)
    assert address_or("organizations:list", "none") == whole

"""Telephone numbers, however they are written, and whose they are."""

import pytest

from moondesk.contacts.phones import callers, check_number, read_number, region_of
from moondesk.kit import tenancy
from tests import factories
from tests.harness.people import Cast


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("+34 911 23 45 67", "", "+34911234567"),
        ("911 23-45.67", "ES", "+34911234567"),
        ("0034 911234567", "ES", "+34911234567"),
        ("(202) 555-0147", "US", "+12025550147"),
        ("tel:+34911234567", "", "+34911234567"),
        ("911234567", "", None),
        ("12", "ES", None),
        ("call me", "ES", None),
        ("", "ES", None),
        ("9" * 500, "ES", None),
        ("+34\x00911234567", "ES", None),
        ("+34 (0) 911 23 45 67", "", "+34911234567"),
        ("+49 (0) 30 901820", "", "+4930901820"),
        ("0034 911 23 45 67", "US", "+34911234567"),
        ("(0034) 911234567", "", "+34911234567"),
    ],
)
def test_a_number_is_read_as_it_is_dialled(text: str, region: str, number: str | None) -> None:
    found = read_number(text, region)
    assert (found.e164 if found else None) == number


def test_a_caller_is_found_however_the_number_was_written_down(cast: Cast) -> None:
    cast.acme.time_zone = "Europe/Madrid"
    assert region_of(cast.acme) == "ES"
    with tenancy.organization(cast.acme.pk):
        for email, phone in (
            ("a@x.test", "911 234 567"),
            ("b@x.test", "+34 911-23-45-67"),
            ("c@x.test", "+1 202 555 0147"),
        ):
            contact = factories.make_contact(email)
            contact.phone = phone
            contact.save()
        found = callers(cast.agent.actor, check_number("911234567", "ES"), "ES")
        assert [one.email for one in found] == ["a@x.test", "b@x.test"]
        assert [one.email for one in callers(cast.agent.actor, check_number("+12025550147", "ES"), "ES")] == [
            "c@x.test"
        ]
    with tenancy.organization(cast.globex.pk):
        assert not callers(cast.stranger.actor, check_number("911234567", "ES"), "ES")

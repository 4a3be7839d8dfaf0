"""Telephone numbers: what people write, as one number that can be compared (E.164), and whose it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
from babel.core import get_global
from django.db.models.functions import Right
from django.utils.translation import gettext as _

from moondesk.contacts.actions import InvalidContact
from moondesk.contacts.models import DIGITS, SAME_DIGITS, Contact
from moondesk.contacts.queries import visible_to
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Organization

_LONGEST = 60


@dataclass(frozen=True)
class Number:
    """One telephone number."""

    e164: str
    shown: str
    """As people read it."""


def region_of(organization: Organization) -> str:
    """Return the country in which an organization's numbers are dialled without prefix: that of its time zone."""
    return str(get_global("zone_territories").get(organization.time_zone, ""))


def read_number(text: str, region: str) -> Number | None:
    """Return the number that somebody means, or None for what is none. ``region`` is for those without a ``+``."""
    found = next(filter(None, (_parsed(one, region) for one in _spellings(text[:_LONGEST]))), None)
    if found is None:
        return None
    formats = phonenumbers.PhoneNumberFormat
    return Number(
        phonenumbers.format_number(found, formats.E164), phonenumbers.format_number(found, formats.INTERNATIONAL)
    )


def _spellings(text: str) -> Iterator[str]:
    """Give what a text may mean: as it is; without a zero that is dialled at home only; with 00 for the plus."""
    yield text
    bare = text.replace("(0)", "", 1)
    if bare != text:
        yield bare
    digits = bare.lstrip(" (")
    if digits.startswith("00"):
        yield f"+{digits[2:]}"


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        found = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    return found if phonenumbers.is_possible_number(found) else None


def check_number(text: str, region: str) -> Number:
    """Return a number. Raises ``InvalidContact`` beside its field."""
    found = read_number(text, region)
    if found is None:
        problem = _("This is no telephone number. Write it with its country, such as +34 911 23 45 67.")
        raise InvalidContact(problem, fields={"number": problem})
    return found


def callers(actor: Actor, number: Number, region: str, *, most: int = 10) -> Sequence[Contact]:
    """Return the contacts whose number this is, however it was written down, by name."""
    like = visible_to(actor).exclude(phone="").alias(last=Right(DIGITS, SAME_DIGITS))
    found = like.filter(last=number.e164[-SAME_DIGITS:]).order_by("name", "id")[:50]
    same = (one for one in found if (own := read_number(one.phone, region)) and own.e164 == number.e164)
    return list(same)[:most]

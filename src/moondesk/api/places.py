"""Departments and categories as programs name them."""

import uuid
from collections.abc import Sequence

from moondesk.api.errors import NoSuchReference
from moondesk.organizations.models import Department
from moondesk.tickets.models import Category


def departments_named(ids: Sequence[uuid.UUID]) -> list[Department]:
    """Return departments in the order given. Raises ``NoSuchReference`` for one that is not here."""
    wanted = list(dict.fromkeys(ids))
    known = {one.pk: one for one in Department.objects.filter(pk__in=wanted)} if wanted else {}
    if len(known) < len(wanted):
        text = "There is no such department."
        raise NoSuchReference(text, fields={"departments": text})
    return [known[pk] for pk in wanted]


def categories_named(ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Return the ids of categories. Raises ``NoSuchReference`` for one that is not here."""
    wanted = list(dict.fromkeys(ids))
    if wanted and Category.objects.filter(pk__in=wanted).count() < len(wanted):
        text = "There is no such category."
        raise NoSuchReference(text, fields={"managed_categories": text})
    return wanted

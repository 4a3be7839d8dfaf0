"""An organization inside of another one: what held before holds again, and no error hides behind another."""

import pytest
from django.db import DataError, connection, transaction

from moondesk.kit import context, tenancy
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def _setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [tenancy.SETTING])
        return str(cursor.fetchone()[0])


def test_after_an_inner_organization_the_outer_one_holds(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        with tenancy.organization(cast.globex.pk):
            assert _setting() == str(cast.globex.pk)
        assert (_setting(), context.organization_id.get()) == (str(cast.acme.pk), cast.acme.pk)
        assert set(Ticket.objects.values_list("pk", flat=True)) == {cast.ticket.pk, cast.other_ticket.pk}


def test_an_error_of_the_database_inside_is_seen_outside_as_what_it_is(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        with pytest.raises(DataError), tenancy.organization(cast.globex.pk), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert (_setting(), context.organization_id.get()) == (str(cast.acme.pk), cast.acme.pk)
        assert set(Ticket.objects.values_list("pk", flat=True)) == {cast.ticket.pk, cast.other_ticket.pk}


def test_outside_of_all_nothing_is_left(cast: Cast) -> None:
    with transaction.atomic():
        with tenancy.organization(cast.acme.pk):
            pass
        assert _setting() == ""
    with pytest.raises(tenancy.NoOrganization):
        Ticket.objects.count()

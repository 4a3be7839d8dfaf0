"""Until when a deletion can be taken back: while the operator keeps an organization closed, and once its rows go."""

import datetime
from typing import Any

import psycopg
import pytest
import time_machine

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.operating.actions import remove_organization
from moondesk.operating.jobs import watch_deletions
from moondesk.organizations.actions.deletion import begin_removal, take_back_deletion
from moondesk.organizations.actions.suspension import set_suspended
from moondesk.organizations.errors import DeletionUnderWay
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast
from tests.operating.ending import begin, move_end

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_the_operator_keeps_closed_stays_until_its_owners_can_take_it_back(
    cast: Cast, superuser: "psycopg.Connection[Any]"
) -> None:
    begin(cast)
    with tenancy.organization(cast.acme.pk):
        assert set_suspended(now())
    for left in ("6 days", "-1 hour"):
        move_end(superuser, cast.acme, left)
        watch_deletions()
    assert remove_organization(cast.acme.pk) is False
    with tenancy.organization(cast.acme.pk):
        assert not Event.objects.filter(name="organization.deletion_near").exists(), "they could do nothing"
        assert Ticket.objects.exists()
        assert set_suspended(None)
        due_at = Organization.objects.get().deletion_due_at
        assert due_at is not None
        assert now() + datetime.timedelta(days=6, hours=23) < due_at
        take_back_deletion(by=cast.owner.actor)


def test_what_is_being_removed_is_not_taken_back_by_anybodys_clock(
    cast: Cast, superuser: "psycopg.Connection[Any]"
) -> None:
    begin(cast)
    with time_machine.travel(now() + datetime.timedelta(days=31), tick=False):
        assert remove_organization(cast.acme.pk) is False, "a worker whose clock is wrong removes nothing early"
        with tenancy.organization(cast.acme.pk):
            take_back_deletion(by=cast.owner.actor)
    begin(cast)
    move_end(superuser, cast.acme, "-1 hour")
    with tenancy.organization(cast.acme.pk):
        assert begin_removal()
    move_end(superuser, cast.acme, "1 hour")
    with tenancy.organization(cast.acme.pk), pytest.raises(DeletionUnderWay):
        take_back_deletion(by=cast.owner.actor)

"""Work in all organizations: each has its turn, whatever happens in another one's."""

import uuid

import pytest
from django.db import connection, transaction
from structlog.testing import capture_logs

from moondesk.jobs.rounds import each_organization, going_on
from moondesk.kit import tenancy
from moondesk.kit.metrics import WORK_FAILED
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast

turns: list[uuid.UUID] = []
fails_in: set[uuid.UUID] = set()


@each_organization
def rename_all() -> bool:
    """Rename the tickets of an organization in two steps; in some it fails after writing, as the database does."""
    here = tenancy.current_organization_id()
    turns.append(here)
    Ticket.objects.update(subject="Renamed")
    if here in fails_in:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    return turns.count(here) < 2


@pytest.fixture(autouse=True)
def _forget() -> None:
    turns.clear()
    fails_in.clear()


def failures(work: str) -> float:
    return float(WORK_FAILED.labels(work)._value.get())


def subjects(cast: Cast, organization: uuid.UUID) -> set[str]:
    with tenancy.organization(organization):
        return set(Ticket.objects.values_list("subject", flat=True))


@pytest.mark.parametrize("failing", ["acme", "globex"])
def test_a_failure_in_one_organization_keeps_no_other_from_its_turns(cast: Cast, failing: str) -> None:
    ill, well = (cast.acme, cast.globex) if failing == "acme" else (cast.globex, cast.acme)
    fails_in.add(ill.pk)
    work = "tests.jobs.test_rounds.rename_all"
    before = failures(work)
    with capture_logs() as logged:
        rename_all()
    assert (turns.count(ill.pk), turns.count(well.pk)) == (1, 2)
    assert subjects(cast, well.pk) == {"Renamed"}
    assert "Renamed" not in subjects(cast, ill.pk)
    assert failures(work) == before + 1
    (told,) = [one for one in logged if one["log_level"] == "error"]
    assert (told["work"], told["organization"]) == (work, str(ill.pk))


def test_what_fails_for_one_thing_is_rolled_back_alone(in_acme: Cast) -> None:
    for ticket, divisor in ((in_acme.ticket, 0), (in_acme.other_ticket, 1)):
        with going_on("test", ticket=str(ticket.pk)), transaction.atomic(), connection.cursor() as cursor:
            Ticket.objects.filter(pk=ticket.pk).update(subject="Touched")
            cursor.execute("SELECT 1 / %s", [divisor])
    assert list(Ticket.objects.filter(subject="Touched")) == [in_acme.other_ticket]


def test_who_is_told_to_stop_stops() -> None:
    with pytest.raises(KeyboardInterrupt), going_on("test"):
        raise KeyboardInterrupt

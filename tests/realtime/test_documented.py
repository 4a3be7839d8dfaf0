"""docs/api/streams.md names every event there is, and its program works as it stands."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moondesk.api.streams.telling import CHANGES
from moondesk.kit import tenancy
from moondesk.notifications.rules import Kind
from moondesk.realtime.frames import Channel, Name
from moondesk.tickets.actions import change_priority
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests.harness.people import Person
from tests.harness.running import Desk, wait_until

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api" / "streams.md").read_text()


def rows(heading: str) -> set[str]:
    """Return the names in the first column of a table."""
    table = PAGE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return {name for line in table.splitlines()[2:] for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


def test_the_catalogue_is_whole() -> None:
    assert rows("event") == set(Name)
    assert rows("`change` of a ticket") == CHANGES
    assert rows("`kind` of a notification") == set(Kind)
    assert rows("address") == {f"/api/{channel}/stream" for channel in Channel}


@pytest.mark.django_db(transaction=True)
def test_the_program_hears_of_a_change(desk: Desk, token_of: Callable[[Person], str], tmp_path: Path) -> None:
    program = tmp_path / "listen.py"
    program.write_text(PAGE.partition("```python\n")[2].partition("```")[0])
    said = tmp_path / "said"
    environment = os.environ | {"BASE": desk.url, "TOKEN": token_of(desk.cast.agent)}
    with said.open("wb") as out, subprocess.Popen([sys.executable, str(program)], env=environment, stdout=out) as child:
        try:
            wait_until(lambda: "unread" in said.read_text(), "what is said first")
            with tenancy.organization(desk.cast.acme.pk):
                change_priority(Ticket.objects.get(pk=desk.cast.ticket.pk), Priority.HIGH, by=desk.cast.owner.actor)
            number = f"'number': 'TKT-{desk.cast.ticket.number}'"
            wait_until(lambda: number in said.read_text(), "the change")
        finally:
            child.terminate()

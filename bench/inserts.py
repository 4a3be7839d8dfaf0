"""What the database alone can do: ``pgbench`` writing the rows of a new ticket, and nothing else."""

import os
import re
import subprocess
import tempfile
import uuid
from pathlib import Path

from bench.load import CONNECTIONS
from moondesk.supervision.postgres.programs import find_programs

_ID = "('00000000-0000-7000-8000-' || lpad(to_hex(:{name}::bigint), 12, '0'))::uuid"
_LARGEST = 2**48 - 1


def measure(seconds: float) -> float:
    """Return how many tickets a second 8 connections write."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "create.sql"
        script.write_text(_script())
        command = [
            str(find_programs().folder / "pgbench"), "--no-vacuum", "--protocol=prepared", f"--client={CONNECTIONS}",
            "--jobs=1", f"--time={max(1, round(seconds))}", f"--file={script}", os.environ["DATABASE_URL"],
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode != 0 or found is None:
        raise SystemExit(f"pgbench failed:\n{done.stderr}")
    return float(found[1])


def _script() -> str:
    """Return the transaction, made from the rows of a ticket that was opened by our action."""
    from django.db import connection

    from moondesk.kit import tenancy
    from moondesk.organizations.queries import organization_id_of

    organization = organization_id_of("bench-0")
    with tenancy.organization(organization), connection.cursor() as cursor:
        rows = _rows_of_a_ticket(organization)
        names = {key: _ID.format(name=f"id{number}") for number, key in enumerate(rows)}
        statements = []
        for key, (table, number, email) in rows.items():
            cursor.execute(f'SELECT * FROM "{table}" WHERE id = %s', [key])
            columns = [column.name for column in cursor.description or ()]
            values = dict(zip(columns, cursor.fetchone() or (), strict=True))
            words = {"number": "lpad(to_hex(:id0::bigint), 12, '0')"} if number else {}
            words |= {"email": "'writer' || :id1::bigint || '@mail.test'"} if email else {}
            words |= {"dispatched_at": "now()"}  # nobody is to react to these
            words |= {
                name: names[value] for name, value in values.items() if isinstance(value, uuid.UUID) and value in names
            }
            marks = [words.get(name) or _literal(cursor, value) for name, value in values.items()]
            statements.append(f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join(marks)});')
    chances = [f"\\set id{number} random(1, {_LARGEST})" for number in range(len(rows))]
    enter = f"SELECT set_config('{tenancy.SETTING}', '{organization}', true);"
    return "\n".join([*chances, "BEGIN;", enter, *statements, "COMMIT;"]) + "\n"


def _literal(cursor: object, value: object) -> str:
    return str(cursor.mogrify("%s", [value]))  # type: ignore[attr-defined]


def _rows_of_a_ticket(organization: uuid.UUID) -> dict[uuid.UUID, tuple[str, bool, bool]]:
    """Open a ticket and return its rows by id: table, whether it has the number, whether it has the address."""
    from moondesk.contacts.actions import find_or_create_contact
    from moondesk.conversations.actions import open_ticket
    from moondesk.events.models import Event
    from moondesk.organizations.actor import system_actor
    from moondesk.tickets.actions import NewTicket
    from moondesk.tickets.models import Participant
    from moondesk.tickets.rules import Channel

    contact = find_or_create_contact(f"pattern-{uuid.uuid4().hex}@mail.test", "Ada García")
    new = NewTicket(subject="The invoice of March", requester=contact, channel=Channel.API)
    ticket, message = open_ticket(new, "The number does not match the one in your mail.", by=system_actor(organization))
    rows = {ticket.pk: (ticket, True, False), contact.pk: (contact, False, True), message.pk: (message, False, False)}
    rows |= {one.pk: (one, False, False) for one in Participant.objects.filter(ticket=ticket)}
    rows |= {one.pk: (one, False, False) for one in Event.objects.filter(subject_id=ticket.pk)}
    return {key: (row._meta.db_table, number, email) for key, (row, number, email) in rows.items()}

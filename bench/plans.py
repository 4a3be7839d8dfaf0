"""How PostgreSQL answers the questions of lists, kept beside the measurements."""

import os
import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

QUESTIONS = {
    "newest": {"sort": ["-created_at"]},
    "active_by_priority": {"stage": ["open,in_progress,waiting"], "sort": ["-priority"]},
    "closed_updated": {"stage": ["closed"], "sort": ["-updated_at"]},
    "tag": {"tag": ["vip"], "sort": ["-created_at"]},
    "text": {"q": ["invoice"], "sort": ["-created_at"]},
    "text_rare": {"q": ["c2436"], "sort": ["-created_at"]},
    "text_and_fields": {"q": ["invoice priority:>=high -refund"], "sort": ["-updated_at"]},
    "due": {"stage": ["open,in_progress,waiting"], "sort": ["due_at"]},
    "due_soon": {"stage": ["open,in_progress,waiting"], "snoozed": ["false"], "due_to": ["24h"], "sort": ["due_at"]},
    "changed_lately": {"updated_from": ["-2d"], "sort": ["-updated_at"]},
    "priority_not": {"stage": ["open,in_progress,waiting"], "priority.not": ["high,urgent"], "sort": ["-priority"]},
    "company_open": {"stage": ["open,in_progress,waiting"], "company.empty": ["false"], "sort": ["-priority"]},
}

SEARCHES = {"search_many": "invoice", "search_few": "c136", "search_two_words": "invoice refund"}
"""What is typed into the box of searches; the last statement that ranking runs for it is the one that finds."""

WORDS = {"reader_words_many": "invoice", "reader_words_few": "c136"}
"""The words that the two readers of words are asked for, as search itself writes them."""

READERS = {
    "reader_tags": ("tickets_with_tags", "'{vip}'::text[]"),
    "reader_like": ("tickets_with_names_like", "'invioce'::text"),
    "reader_open_like": ("open_tickets_like", "'flight canceled hotel still charged'::text"),
    "reader_contacts_named": ("contacts_named", "('{%kaplan%,%karola%}'::text[])"),
    "reader_contacts_like": ("contacts_like", "('{kapaln,karola}'::text[])"),
}
"""The readers of search inside, where no fence stands, as the role that they run as."""


def write(folder: Path) -> None:
    """Write one file for each question."""
    from django.db import connection

    from moondesk.kit import tenancy
    from moondesk.organizations.actor import system_actor
    from moondesk.organizations.queries import organization_id_of
    from moondesk.tickets.documents import _compile
    from moondesk.tickets.list_query import parse_list_query

    organization = organization_id_of("bench-0")
    folder.mkdir(exist_ok=True)
    for name, parameters in QUESTIONS.items():
        with tenancy.organization(organization), connection.cursor() as cursor:
            statement = _compile(system_actor(organization), parse_list_query(parameters), retired=False)
            if statement is not None:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement[0]}", statement[1])
                plan = "\n".join(row[0] for row in cursor.fetchall())
                (folder / f"{name}.txt").write_text(plan.replace(str(organization), "ORGANIZATION") + "\n")
    with tenancy.organization(organization), connection.cursor() as cursor:
        for name, (sql, params) in _board(organization).items():
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            (folder / f"{name}.txt").write_text(plan.replace(str(organization), "ORGANIZATION") + "\n")
        for name, text in SEARCHES.items():
            sql, values = _last_of_search(organization, text)
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", values)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            (folder / f"{name}.txt").write_text(plan.replace(str(organization), "ORGANIZATION") + "\n")
        words = {name: _words_of(organization, text) for name, text in WORDS.items()}
    _write_readers(folder, str(organization), words)


def _last_of_search(organization: uuid.UUID, text: str) -> tuple[str, Any]:
    """Return the statement by which search finds tickets, by listening to it."""
    from django.db import connection

    from moondesk.organizations.actor import system_actor
    from moondesk.search.ranking import rank
    from moondesk.tickets.search_language import parse

    ran: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        ran.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        rank(system_actor(organization), parse(text))
    return ran[-1]


def _words_of(organization: uuid.UUID, text: str) -> str:
    from moondesk.organizations.actor import system_actor
    from moondesk.tickets.search_language import parse
    from moondesk.tickets.searching import words_alone

    return words_alone(system_actor(organization), parse(text))


def _board(organization: uuid.UUID) -> dict[str, tuple[str, tuple[object, ...]]]:
    """Return the statements of a board: all its cards, and its cards in lanes of departments."""
    from moondesk.organizations.actor import system_actor
    from moondesk.tickets.boards import Slot, columns_of, count_cells
    from moondesk.tickets.cells import statement_of
    from moondesk.tickets.list_query import parse_list_query
    from moondesk.tickets.models import Status

    actor = system_actor(organization)
    query = parse_list_query({"stage": ["open,in_progress,waiting"], "snoozed": ["false"]})
    columns = [one for one in columns_of(query, Status.objects.order_by("position")) if not one.is_recent]
    found = {}
    for name, lanes in ("board", ""), ("board_departments", "department"):
        counts = count_cells(actor, columns, lanes)
        slots = [
            Slot(column, lane, 8 if lanes else 25, found=1)
            for column in columns
            for key, lane in counts
            if key == column.status.key
        ]
        statement = statement_of(actor, [slot.cell for slot in slots], lanes)
        if statement is not None:
            found[name] = statement
    return found


def _write_readers(folder: Path, organization: str, words: Mapping[str, str]) -> None:
    """Write the plans of readers; those of words as they stand, and as they weigh what they find."""
    from moondesk.kit.crossings import CROSSINGS, READER
    from moondesk.tickets.search_text import ALL_WEIGHTS, worth_of

    crossings = {crossing.name: crossing for crossing in CROSSINGS}
    worth = "'{" + ",".join(map(str, worth_of(ALL_WEIGHTS))) + "}'::real[]"
    readers = dict(READERS)
    for name, query in words.items():
        literal = "'" + query.replace("'", "''") + "'::tsquery"
        readers[name] = ("tickets_with_words", literal)
        readers[name.replace("words", "fitting")] = ("tickets_fitting", literal)
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"]) as connection:
        connection.execute("SELECT set_config('moondesk.organization', %s, true)", [organization])
        connection.execute(
            "SELECT word_similarity('load', 'it'), set_config('pg_trgm.word_similarity_threshold', '0.3', true)"
        )
        connection.execute(f"SET LOCAL ROLE {READER}".encode())
        for name, (reader, wanted) in readers.items():
            body = crossings[reader].body
            for argument, value in {crossings[reader].arguments.split()[0]: wanted, "worth": worth}.items():
                body = re.sub(rf"\b{argument}\b", lambda _word, text=value: text, body)
            body = re.sub(r"\bmost\b", "200" if reader.endswith("_like") else "4001", body)
            rows = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {body}".encode())
            (folder / f"{name}.txt").write_text("\n".join(str(row[0]) for row in rows) + "\n")

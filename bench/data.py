"""Data sets S and M: the same every time. Organizations and people by our actions, tickets and messages by COPY."""

import datetime
import itertools
import json
import multiprocessing
import os
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django
import psycopg

from bench import texts

SIZES = {"S": 10_000, "M": 100_000, "L": 1_000_000}
MESSAGES_PER_TICKET = 10
ORGANIZATIONS = 20
AGENTS = 100
NEWEST = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STAGES = ("open", "in_progress", "waiting", "resolved", "closed")
_STAGE_WEIGHTS = (4, 6, 5, 10, 75)
_TICKET = (
    "id, organization_id, number, subject, status_id, stage, priority, category_id, type, department_id, channel, "
    "requester_id, assignee_id, tags, language, version, message_count, created_at, updated_at, due_at, assigned_at, "
    "first_response_at, last_message_at, last_message_by_customer, resolved_at, closed_at"
)
_MESSAGE = (
    "id, organization_id, ticket_id, kind, author_kind, author_member_id, author_contact_id, author_name, "
    "channel, body, html, created_at"
)


@dataclass
class Place:
    """What tickets of one organization are made of."""

    id: uuid.UUID
    language: str
    statuses: dict[str, uuid.UUID] = field(default_factory=dict)
    categories: list[uuid.UUID] = field(default_factory=list)
    departments: list[uuid.UUID] = field(default_factory=list)
    agents: list[tuple[uuid.UUID, str]] = field(default_factory=list)
    contacts: list[tuple[uuid.UUID, str]] = field(default_factory=list)


def make(size: str, state: Path) -> dict[str, str]:
    """Fill the database unless it is filled; returns what the measurements need: token, session, numbers."""
    if state.exists():
        found: dict[str, str] = json.loads(state.read_text())
        return found | {"session": _session()}
    chance = random.Random(20261120)
    places, keys = _organizations(chance)
    count = SIZES[size]
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        _contacts(connection, places, chance, count)
        keys |= _tickets(connection, places, chance, count)
        connection.execute("SET maintenance_work_mem = '256MB'")
        connection.execute("VACUUM (ANALYZE)")
    _fold()
    _words()
    state.write_text(json.dumps(keys))
    return keys | {"session": _session()}


def touch(numbers: str) -> None:
    """Change the long tickets and nothing of them: whoever looks at one then is the first to do so."""
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as connection:
        wanted = [number.rpartition("-")[2] for number in numbers.split(",")]
        connection.execute("UPDATE tickets_ticket SET version = version WHERE number = ANY(%s)", [wanted])


def reopen(numbers: str) -> None:
    """Make the long tickets open, by nobody and without an event, so that each can be given another status."""
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(
            "UPDATE tickets_ticket t SET stage = 'open', status_id = s.id, resolved_at = NULL, closed_at = NULL "
            "FROM tickets_status s WHERE s.organization_id = t.organization_id AND s.stage = 'open' AND s.is_default "
            "AND t.number = ANY(%s)",
            [[number.rpartition("-")[2] for number in numbers.split(",")]],
        )


def _fold() -> None:
    from moondesk.tickets.jobs import fold_all_tallies

    fold_all_tallies()


def _words() -> None:
    """Build the search of each organization, as the worker does for one that has none; on all cores."""
    from django.db import connection

    from moondesk.kit.database import organization_ids

    organizations = list(organization_ids())
    connection.close()
    with multiprocessing.get_context("spawn").Pool(os.cpu_count(), django.setup) as pool:
        pool.map(_words_of, organizations, chunksize=1)
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as direct:
        direct.execute("VACUUM (ANALYZE) tickets_ticketwords")


def _words_of(organization: uuid.UUID) -> None:
    from moondesk.kit import tenancy
    from moondesk.search.actions import build_batch, wants_building

    with tenancy.organization(organization):
        more = wants_building()
    while more:
        with tenancy.organization(organization):
            more = build_batch()


def _organizations(chance: random.Random) -> tuple[list[Place], dict[str, str]]:
    from moondesk.accounts.models import User
    from moondesk.kit import tenancy
    from moondesk.organizations import actions
    from moondesk.organizations.actor import system_actor
    from moondesk.organizations.models import Member
    from moondesk.organizations.permissions import Role
    from moondesk.organizations.queries import member_actor
    from moondesk.tickets.actions import create_default_workflow
    from moondesk.tickets.models import Category, Status

    places, keys = [], {}
    for number in range(ORGANIZATIONS):
        owner = User.objects.create_user(f"owner{number}@bench.test", None, name=f"Owner {number}")
        organization = actions.create_organization(name=f"Bench {number}", slug=f"bench-{number}", owner=owner)
        place = Place(organization.pk, ("en", "es")[number % 2])
        with tenancy.organization(organization.pk):
            if not Status.objects.exists():
                create_default_workflow()
            by = system_actor(organization.pk)
            departments = [
                actions.create_department(name, parent=None, by=by) for name in ("Sales", "Service", "Billing")
            ]
            place.departments = [one.pk for one in departments]
            place.statuses = dict(Status.objects.filter(is_default=True).values_list("stage", "id"))
            place.categories = list(Category.objects.values_list("pk", flat=True))
            for agent in range(AGENTS // 2 if number == 0 else AGENTS // 2 // (ORGANIZATIONS - 1) + 1):
                name = f"{chance.choice(texts.NAMES)} {chance.choice(texts.FAMILIES)}"
                user = User.objects.create_user(f"agent{number}-{agent}@bench.test", None, name=name)
                role = [Role.SUPPORT_AGENT]
                member = actions.add_member(user, roles=role, by=by, departments=departments)
                place.agents.append((member.pk, name))
            if number == 0:
                member = Member.objects.get(user=owner)
                keys["token"] = actions.create_token(member, "Bench", by=member_actor(member)).secret
        places.append(place)
    return places, keys


def _session() -> str:
    """Sign the owner of the largest organization in; returns the key of the session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from moondesk.accounts.actions import note_sign_in
    from moondesk.accounts.models import User

    user = User.objects.get(email="owner0@bench.test")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    note_sign_in(user, str(session.session_key), address="127.0.0.1", agent="bench")
    return str(session.session_key)


def _id(moment: datetime.datetime, chance: random.Random) -> uuid.UUID:
    milliseconds = int(moment.timestamp() * 1000)
    return uuid.UUID(
        int=(milliseconds << 80) | (7 << 76) | (chance.getrandbits(12) << 64) | (2 << 62) | chance.getrandbits(62)
    )


def _contacts(connection: "psycopg.Connection[object]", places: list[Place], chance: random.Random, count: int) -> None:
    columns = "id, organization_id, name, email, phone, language, time_zone, created_at"
    with connection.cursor() as cursor, cursor.copy(f"COPY contacts_contact ({columns}) FROM STDIN") as copy:
        for place in places:
            for number in range(max(50, count // (10 if place is places[0] else 200))):
                name = f"{chance.choice(texts.NAMES)} {chance.choice(texts.FAMILIES)}"
                one = _id(NEWEST - datetime.timedelta(days=800), chance)
                place.contacts.append((one, name))
                copy.write_row((one, place.id, name, f"c{number}@mail.test", "", place.language, "", NEWEST))


@dataclass
class _Row:
    id: uuid.UUID
    place: Place
    created: datetime.datetime
    messages: int
    agent: tuple[uuid.UUID, str]
    contact: tuple[uuid.UUID, str]


def _tickets(
    connection: "psycopg.Connection[object]", places: list[Place], chance: random.Random, count: int
) -> dict[str, str]:
    subjects = {language: texts.subjects(language, chance, 400) for language in ("en", "es")}
    numbers: list[str] = []
    rows: list[_Row] = []
    with connection.cursor() as cursor, cursor.copy(f"COPY tickets_ticket ({_TICKET}) FROM STDIN") as copy:
        for number in range(count):
            place = places[0] if number % 2 == 0 else places[1 + number // 2 % (ORGANIZATIONS - 1)]
            row, values = _ticket(number, place, subjects[place.language], chance)
            # Every hundredth of the largest organization is a long one, so that a page of 30 messages is full.
            if number % 200 == 0:
                row.messages = 40
                numbers.append(values[2])
            values[16] = row.messages
            rows.append(row)
            copy.write_row(values)
    with connection.cursor() as cursor:
        columns = "id, organization_id, ticket_id, contact_id, is_requester, created_at"
        with cursor.copy(f"COPY tickets_participant ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((_id(row.created, chance), row.place.id, row.id, row.contact[0], True, row.created))
        with cursor.copy(f"COPY conversations_message ({_MESSAGE}) FROM STDIN") as copy:
            for message in _messages(rows, chance, count * MESSAGES_PER_TICKET):
                copy.write_row(message)
    return {"numbers": ",".join(f"TKT-{number}" for number in numbers[:500])}


def _ticket(number: int, place: Place, subjects: list[str], chance: random.Random) -> tuple[_Row, list[object]]:
    created = NEWEST - datetime.timedelta(seconds=int(chance.expovariate(1 / 15_000_000)) % 63_000_000)
    stage = chance.choices(_STAGES, _STAGE_WEIGHTS)[0]
    agent = chance.choice(place.agents)
    assigned = stage != "open" and chance.random() < 0.95
    touched = min(created + datetime.timedelta(hours=chance.expovariate(1 / 30)), NEWEST)
    done = touched if stage in ("resolved", "closed") else None
    priority = chance.choices((1, 2, 3, 4), (20, 60, 15, 5))[0]
    contact = place.contacts[min(int(chance.expovariate(4 / len(place.contacts))), len(place.contacts) - 1)]
    row = _Row(_id(created, chance), place, created, 0, agent, contact)
    spread = chance.choices((2, 4, 8, 14, 22), (15, 25, 25, 20, 15))[0]
    row.messages = spread
    code = "".join(_ALPHABET[number >> shift & 31] for shift in (25, 20, 15, 10, 5, 0))
    values = [
        row.id, place.id, code, chance.choice(subjects), place.statuses[stage], stage, priority,
        chance.choice(place.categories),
        chance.choices(("question", "incident", "problem", "task"), (60, 25, 5, 10))[0],
        chance.choice(place.departments), chance.choices(("email", "web", "api", "phone"), (60, 25, 10, 5))[0],
        contact[0], agent[0] if assigned else None, chance.sample(texts.TAGS, chance.choice((0, 0, 0, 1, 1, 2, 3))),
        place.language, spread + 2, spread, created, touched, created + datetime.timedelta(hours=24),
        created if assigned else None, created + datetime.timedelta(hours=2), touched, chance.random() < 0.4, done,
        done if stage == "closed" else None,
    ]  # fmt: skip
    return row, values


def _messages(rows: list[_Row], chance: random.Random, most: int) -> Iterator[tuple[object, ...]]:
    pool = {language: texts.bodies(language, chance, 600) for language in ("en", "es")}
    left = itertools.count()
    for row in rows:
        moment = row.created
        for number in range(row.messages):
            if next(left) >= most:
                return
            moment += datetime.timedelta(minutes=1 + chance.getrandbits(8))
            text, html = chance.choice(pool[row.place.language])
            customer = number % 2 == 0
            note = not customer and chance.random() < 0.15
            yield (
                _id(moment, chance), row.place.id, row.id, "note" if note else "reply",
                "customer" if customer else "agent",
                None if customer else row.agent[0], row.contact[0] if customer else None,
                row.contact[1] if customer else row.agent[1], "email", text, html, moment,
            )  # fmt: skip

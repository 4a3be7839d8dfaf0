"""Who is looking at what, and who writes: in memory, told between processes, and forgotten unless it is said again."""

import contextlib
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError, connection, transaction

CHANNEL = "moondesk_presence"
LASTS = 8.5
"""How long somebody is here without saying so again (seconds). Pages say it every 4 s, and what is over is looked for
every second, so who loses the connection is gone within 10 s."""
HERE = "presence.changed"
"""The name under which streams hear that somebody came, went, or began to write. It is no event of the log."""


class Doing(StrEnum):
    """What somebody does on a ticket."""

    VIEWING = "viewing"
    WRITING = "writing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Sign:
    """That a member is on a ticket, in one of their tabs."""

    organization_id: uuid.UUID
    ticket_id: uuid.UUID
    member_id: uuid.UUID
    name: str
    doing: Doing
    tab: str = ""

    def payload(self) -> str:
        """Return it as it travels."""
        ids = (self.organization_id.hex, self.ticket_id.hex, self.member_id.hex)
        return json.dumps([*ids, self.name, self.doing.value, self.tab], separators=(",", ":"))


def read_sign(payload: str) -> Sign:
    """Return what travelled. Raises ``ValueError``."""
    organization, ticket, member, name, doing, tab = json.loads(payload)
    return Sign(uuid.UUID(organization), uuid.UUID(ticket), uuid.UUID(member), str(name), Doing(doing), str(tab))


def give_sign(sign: Sign) -> None:
    """Tell all processes after the commit, best effort: the next sign comes in a few seconds."""

    def tell() -> None:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, sign.payload()])

    transaction.on_commit(tell)


@dataclass(frozen=True, slots=True)
class Person:
    """One member who is here."""

    id: uuid.UUID
    name: str
    writes: bool


type _Tabs = dict[tuple[uuid.UUID, str], tuple[Sign, float]]


class Presences:
    """Who is where. ``changed`` is called with an organization and a ticket whenever that is another than before."""

    def __init__(
        self, changed: Callable[[uuid.UUID, uuid.UUID], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._changed, self._clock = changed, clock
        self._tickets: dict[tuple[uuid.UUID, uuid.UUID], _Tabs] = {}

    def heard(self, sign: Sign) -> None:
        """Take a sign in."""
        place, tab = (sign.organization_id, sign.ticket_id), (sign.member_id, sign.tab)
        tabs = {key: one for key, one in self._tickets.get(place, {}).items() if key != tab}
        if sign.doing is not Doing.GONE:
            tabs[tab] = (sign, self._clock() + LASTS)
        self._settle(place, tabs)

    def forget_old(self) -> None:
        """Let those go who gave no sign for too long."""
        moment = self._clock()
        for place, tabs in list(self._tickets.items()):
            left = {tab: one for tab, one in tabs.items() if one[1] > moment}
            if len(left) < len(tabs):
                self._settle(place, left)

    def _settle(self, place: tuple[uuid.UUID, uuid.UUID], tabs: _Tabs) -> None:
        """Keep what there is now, in a new mapping: other threads read the one before."""
        before = self.people(*place)
        if tabs:
            self._tickets[place] = tabs
        else:
            self._tickets.pop(place, None)
        if self.people(*place) != before:
            self._changed(*place)

    def people(self, organization_id: uuid.UUID, ticket_id: uuid.UUID) -> tuple[Person, ...]:
        """Return who is on a ticket, each once, by name."""
        tabs = self._tickets.get((organization_id, ticket_id), {})
        writing = {sign.member_id for sign, _until in tabs.values() if sign.doing is Doing.WRITING}
        names = {sign.member_id: sign.name for sign, _until in tabs.values()}
        by_name = sorted(names.items(), key=lambda one: (one[1], one[0]))
        return tuple(Person(pk, name, pk in writing) for pk, name in by_name)

    def tickets(self, organization_id: uuid.UUID) -> list[uuid.UUID]:
        """Return the tickets of an organization on which somebody is."""
        return [ticket for organization, ticket in self._tickets if organization == organization_id]

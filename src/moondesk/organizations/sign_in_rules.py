"""By which way a person has to come in, and how far each way leads. Pure."""

import datetime
import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

_KEY = re.compile(r"org-([0-9a-f]{32})-([0-9a-f]{32})")
FIRST_STEPS = frozenset({"password", "code"})
"""Ways of signing in that are the person's own, as allauth names them; those at a provider are told by its key."""

EVERYBODY = "*"
"""Stands for all members where roles are named; no role has this key."""


class Watched(Protocol):
    """A proof that is looked at again and again."""

    checked_at: datetime.datetime | None
    missing_since: datetime.datetime | None
    unseen_since: datetime.datetime | None


@dataclass(frozen=True)
class Demand:
    """Of whom an organization asks a second factor: which roles, since when, and how many days they have for it."""

    roles: Collection[str] = ()
    since: datetime.datetime | None = None
    days: int = 0

    def holds_from(self, standing: Collection[str], joined: datetime.datetime) -> datetime.datetime | None:
        """Return from when on somebody comes in with a second factor only; None where nobody asks them.

        ``standing`` are their roles and what those stand on: no role escapes by another name.
        """
        if self.since is None or (EVERYBODY not in self.roles and not set(self.roles) & set(standing)):
            return None
        return max(self.since, joined) + datetime.timedelta(days=self.days)


@dataclass(frozen=True)
class ProviderKey:
    """The name of an organization's provider wherever one text has to say which: in addresses, sessions, accounts."""

    organization_id: uuid.UUID
    provider_id: uuid.UUID

    def __str__(self) -> str:
        return f"org-{self.organization_id.hex}-{self.provider_id.hex}"


def read_key(text: str) -> ProviderKey | None:
    """Return which provider of which organization a key names; None for any other text."""
    found = _KEY.fullmatch(text)
    return ProviderKey(uuid.UUID(found[1]), uuid.UUID(found[2])) if found else None


@dataclass(frozen=True)
class Ways:
    """How somebody signed in: by which providers of organizations, and whether also in a way that is their own."""

    providers: tuple[ProviderKey, ...] = ()
    is_own: bool = True

    @property
    def confined_to(self) -> frozenset[uuid.UUID] | None:
        """The only organizations that this way leads to; None for all.

        Whoever runs an organization's provider can be anybody there. That must open that organization and no other.
        """
        return None if self.is_own else frozenset(key.organization_id for key in self.providers)


def ways_of(methods: object) -> Ways:
    """Return how somebody signed in, from what allauth keeps of it in the session."""
    keys: list[ProviderKey] = []
    is_own = not methods
    for one in methods if isinstance(methods, list) else ():
        if not isinstance(one, Mapping):
            continue
        key = read_key(str(one.get("provider", ""))) if one.get("method") == "socialaccount" else None
        if key is not None:
            keys.append(key)
        elif one.get("method") in FIRST_STEPS or one.get("method") == "socialaccount" or one.get("passwordless"):
            is_own = True
    return Ways(tuple(keys), is_own or not keys)


def is_by_provider(methods: object) -> bool:
    """Say whether somebody came only by providers of organizations."""
    return bool(methods) and not ways_of(methods).is_own


def forced_lines(providers: Iterable[tuple[uuid.UUID, Sequence[str]]]) -> list[str]:
    """Return what an organization keeps of the domains whose people come in only by a provider."""
    return sorted(f"{domain}={provider.hex}" for provider, domains in providers for domain in domains)


def forced_provider(lines: Sequence[str], email: str) -> uuid.UUID | None:
    """Return by which provider alone somebody with an address comes in, if there is one."""
    if not lines:
        return None
    beginning = email.rpartition("@")[2].lower() + "="
    return next((uuid.UUID(line[len(beginning) :]) for line in lines if line.startswith(beginning)), None)

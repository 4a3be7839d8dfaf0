"""How an organization is set up and what somebody may do in it, each with a mark that tells it from what it was."""

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from moondesk.organizations.actor import Actor, Scope
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission


@dataclass(frozen=True)
class Config:
    """What of an organization every page shows.

    ``version`` rises with its statuses, categories, departments, members, fields, tags and templates: the database
    raises it, whoever changed them. ``features_off`` is what the operator of the installation switched off.
    """

    version: int
    name: str
    language: str
    time_zone: str
    brand_hue: int
    logo_mark: str
    icon: str
    number_prefix: str
    features_off: tuple[str, ...]


def config_of(organization: Organization) -> Config:
    """Return how an organization is set up."""
    own = {field.name: getattr(organization, field.name) for field in dataclasses.fields(Config)[1:]}
    return Config(version=organization.config_version, **own | {"features_off": tuple(organization.features_off)})


def config_mark(organization: Organization) -> str:
    """Return what is another as soon as the organization is set up otherwise."""
    return mark_of(config_of(organization))


@lru_cache(maxsize=500)
def mark_of(config: Config) -> str:
    """Return the mark of a setting-up."""
    return _mark(map(str, dataclasses.astuple(config)))


def rights_mark(actor: Actor) -> str:
    """Return what is another as soon as the actor may do something else, or somewhere else."""
    return _rights_mark(actor.permissions, actor.scope)


@lru_cache(maxsize=500)
def _rights_mark(permissions: frozenset[Permission], scope: Scope) -> str:
    # Sorted: a set has another order in another process.
    return _mark([*sorted(permissions), *(",".join(sorted(map(str, part))) for part in dataclasses.astuple(scope))])


def _mark(parts: Iterable[str]) -> str:
    return hashlib.blake2s("\0".join(parts).encode(), digest_size=8).hexdigest()

"""Coming in by an address: from a slug and a user to the organization and their place in it, by prepared statements."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from django.db import connection, models
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.kit import prepared, tenancy
from moondesk.kit.tenancy import AT_DOORS, SETTING
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.queries import Membership


def _fields(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


_ORGANIZATION, _MEMBER = _fields(Organization), _fields(Member)
_ENTER = f"SELECT set_config('{SETTING}', o.id::text, true), {AT_DOORS} FROM organization_by_slug(%s) o"  # noqa: S608
_READ = (
    f"SELECT {', '.join(f'o.{name}' for name in _ORGANIZATION)}, {', '.join(f'm.{name}' for name in _MEMBER)}, "  # noqa: S608
    "EXISTS (SELECT FROM timekeeping_timer t WHERE t.organization_id = o.id AND t.member_id = m.id), "
    "(SELECT json_agg(other)::text FROM memberships_of(%s) other) "
    "FROM organizations_organization o LEFT JOIN organizations_member m "
    "ON m.organization_id = o.id AND m.user_id = %s AND m.is_active WHERE o.slug = %s"
)
_known: tenancy.Known[str] = tenancy.Known()
_MEMBERSHIPS = msgspec.json.Decoder(list[Membership])


@dataclass(frozen=True)
class Entrance:
    """Where a user came in: as whom, if they are a member, and where else they could go."""

    organization: Organization
    member: Member | None
    memberships: list[Membership]
    has_timers: bool = False
    """Whether the member has timers, most have none: said here, as every page of the desk shows them."""


@contextmanager
def by_slug(slug: str, user: User) -> Iterator[Entrance]:
    """Run the block in one transaction in the organization with this slug. Raises ``OrganizationNotFound``."""
    with tenancy.entered(lambda: _enter(slug, user)) as entrance:
        yield entrance


def _enter(slug: str, user: User) -> tuple[uuid.UUID, Entrance]:
    known, asked = _known.get(slug), [user.pk, user.pk, slug]
    row = None
    if known is not None:
        with tenancy.beginning_in(known):
            row = prepared.row(_READ, asked)
    if row is None:
        # Not known yet, or not by this name any more.
        prepared.rows(_ENTER, [slug])
        row = prepared.row(_READ, asked)
    if row is None:
        raise OrganizationNotFound(_("There is no such organization."))
    own, of_member, (has_timers, others) = row[: len(_ORGANIZATION)], row[len(_ORGANIZATION) : -2], row[-2:]
    organization = Organization.from_db(connection.alias, _ORGANIZATION, own)
    _known.put(slug, organization.pk)
    member = Member.from_db(connection.alias, _MEMBER, of_member) if of_member[0] is not None else None
    return organization.pk, Entrance(organization, member, _MEMBERSHIPS.decode(others or "[]"), has_timers)

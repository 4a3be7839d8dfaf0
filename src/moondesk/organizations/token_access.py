"""Coming in with a bearer token: from the secret to the actor in two prepared statements, inside a transaction."""

import datetime
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.kit import prepared, tenancy
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.egress.addresses import is_in
from moondesk.kit.ids import digest
from moondesk.kit.tenancy import AT_DOORS, SETTING
from moondesk.organizations.actor import Actor, ActorKind, Door, Scope
from moondesk.organizations.errors import BadToken, SecondFactorFirst, TokenElsewhere
from moondesk.organizations.models import ApiToken
from moondesk.organizations.permissions import Permission, known_permissions, permissions_of, standing
from moondesk.organizations.sign_in_rules import Demand

PREFIX = "mdk_"
_DEMAND = msgspec.json.Decoder(tuple[list[str], datetime.datetime | None, int, datetime.datetime])
USED_EVERY = 60
"""How exactly ``last_used_at`` is kept, in seconds: a token in use is written down once a minute."""

_ENTER = f"SELECT set_config('{SETTING}', t.organization_id::text, true), {AT_DOORS} FROM token_by_digest(%s) t"  # noqa: S608
_GOOD = """
SELECT t.organization_id, t.id, t.member_id, t.scopes, t.networks, coalesce(m.name, t.name), m.roles, m.role_rules,
  m.managed_categories, m.managed_types,
  coalesce(t.last_used_at < now() - make_interval(secs => %s), true),
  ARRAY(WITH RECURSIVE below AS (
    SELECT p.department_id AS id FROM organizations_memberdepartment p WHERE p.member_id = m.id
    UNION SELECT d.id FROM organizations_department d JOIN below ON d.parent_id = below.id) SELECT id FROM below),
  CASE WHEN t.member_id IS NOT NULL AND o.second_factor_roles <> '{}'
    AND NOT EXISTS (SELECT FROM mfa_authenticator f WHERE f.user_id = m.user_id AND f.type IN ('totp', 'webauthn'))
    AND NOT EXISTS (SELECT FROM socialaccount_socialaccount s WHERE s.user_id = m.user_id
      AND s.provider LIKE 'org-' || replace(o.id::text, '-', '') || '-%%')
  THEN jsonb_build_array(o.second_factor_roles, o.second_factor_since, o.second_factor_days, m.created_at)::text END
FROM organizations_apitoken t LEFT JOIN organizations_member m ON m.id = t.member_id
  LEFT JOIN accounts_user u ON u.id = m.user_id
JOIN organizations_organization o ON o.id = t.organization_id
WHERE t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
AND (t.member_id IS NULL OR (m.is_active AND u.is_active))
AND o.suspended_at IS NULL AND o.deletion_due_at IS NULL"""
"""The one place that says which tokens are good; the API reads it at each request, streams again and again.

The last column is what is asked of an account that has no second factor; most times there is none and nothing is read.
"""

_known: tenancy.Known[bytes] = tenancy.Known()
_BY_DIGEST = f"{_GOOD} AND t.digest = %s"
_BY_IDS = f"{_GOOD} AND t.id = ANY(%s)"


@dataclass(frozen=True)
class TokenSession:
    """A token at work. ``unseen`` says that its use should be written down (``note_use``)."""

    actor: Actor
    token_id: uuid.UUID
    unseen: bool
    networks: tuple[str, ...] = ()
    lacks_factor: bool = False
    """Whether the organization asks its member for a second factor, who has none by now."""

    def check_address(self, address: str) -> None:
        """Raise ``TokenElsewhere`` when the token does not work from an address."""
        if self.networks and not is_in(address, [ip_network(one) for one in self.networks]):
            raise TokenElsewhere(_("This token does not work from here."))


@contextmanager
def by_token(secret: str) -> Iterator[TokenSession]:
    """Run the block in one transaction in the organization of the token, as its actor.

    Raises ``BadToken``, the same for a token that is unknown, expired, revoked, or whose member is gone, and
    ``SecondFactorFirst``. The actor may do what its member may and its scopes allow;
    that of a token of the organization's, what its scopes say.
    """
    if not secret.startswith(PREFIX):
        raise BadToken(_("The token is not valid."))
    with transaction.atomic():
        session = _read(digest(secret))
        with tenancy.named(session.actor.organization_id):
            yield session


def _read(hashed: bytes) -> TokenSession:
    known, asked = _known.get(hashed), [USED_EVERY, hashed]
    row = None
    if known is not None:
        with tenancy.beginning_in(known):
            row = prepared.row(_BY_DIGEST, asked)
    if row is None:
        prepared.rows(_ENTER, [hashed])
        row = prepared.row(_BY_DIGEST, asked)
    if row is None:
        raise BadToken(_("The token is not valid."))
    _known.put(hashed, row[0])
    session = _session(row)
    if session.lacks_factor:
        raise SecondFactorFirst(
            _("The organization asks for a second step, and whoever this token belongs to has none.")
        )
    return session


def token_actors(token_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    """Return the actors of those of the tokens that are still good, in the organization in context, by token."""
    rows = prepared.rows(_BY_IDS, [USED_EVERY, list(token_ids)]) if token_ids else []
    return {session.token_id: session.actor for session in map(_session, rows) if not session.lacks_factor}


def _session(row: tuple[Any, ...]) -> TokenSession:
    (
        organization_id,
        token_id,
        member_id,
        scopes,
        networks,
        name,
        roles,
        rules,
        categories,
        types,
        unseen,
        departments,
        demand,
    ) = row
    scoped = known_permissions(scopes)
    held = permissions_of(roles, rules) if member_id else scoped
    allowed = held & scoped if scopes else held
    actor = Actor(
        organization_id=organization_id,
        kind=ActorKind.TOKEN,
        id=token_id,
        label=name,
        permissions=allowed,
        door=Door.API,
        member_id=member_id,
        scope=Scope(frozenset(departments), frozenset(categories or ()), frozenset(types or ())),
        is_staff=member_id is None or Permission.DESK_OPEN in held,
    )
    return TokenSession(actor, token_id, unseen, tuple(networks), bool(demand) and _is_asked(demand, roles, rules))


def _is_asked(demand: str, roles: list[str], rules: list[str]) -> bool:
    asked, since, days, joined = _DEMAND.decode(demand)
    moment = Demand(asked, since, days).holds_from(standing(roles, rules), joined)
    return moment is not None and moment <= now()


def member_of_token(token_id: uuid.UUID | None) -> uuid.UUID | None:
    """Return whose token it is, or was; None for one of the organization's."""
    found = _whose(token_id) if token_id else []
    return found[0].member_id if found else None


@compiled
def _whose(token_id: uuid.UUID) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(pk=token_id).only("member_id")


def note_use(token_id: uuid.UUID, address: str) -> None:
    """Write down that a token is in use and from where, unless somebody is doing it right now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_apitoken SET last_used_at = now(), last_used_from = %s "
            "WHERE id IN (SELECT id FROM organizations_apitoken WHERE id = %s "
            "AND (last_used_at IS NULL OR last_used_at < now() - make_interval(secs => %s)) FOR UPDATE SKIP LOCKED)",
            [address or None, token_id, USED_EVERY],
        )

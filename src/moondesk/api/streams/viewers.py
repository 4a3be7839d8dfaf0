"""Who listens: a session in an organization, or a token. Rights are read when a stream opens, and again and again."""

import hashlib
import time
import uuid
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, parse_cookie

from moondesk.accounts.access_tokens import looks_like_one, session_key_of, session_of
from moondesk.accounts.models import User
from moondesk.accounts.queries import live_sessions, password_mark, password_marks, sign_in_methods, users_by_id
from moondesk.api import guessing
from moondesk.audit.eyes import is_looking
from moondesk.contacts.actors import contact_actor
from moondesk.contacts.queries import contacts_of_users
from moondesk.kit import tenancy
from moondesk.kit.addresses import client_address, network_of
from moondesk.kit.errors import DomainError, InvalidInput, NotAllowed
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.errors import BadToken, OrganizationNotFound, SignInElsewhere
from moondesk.organizations.features import Feature
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.providers import takes_user
from moondesk.organizations.queries import current_organization, organization_id_of, refuse_closed
from moondesk.organizations.rights import member_actors
from moondesk.organizations.second_factor import is_shown, overdue, second_factor_error
from moondesk.organizations.switches import is_off, refuse_off
from moondesk.organizations.token_access import by_token, token_actors
from moondesk.realtime.frames import Channel


class SignInFirst(DomainError):
    """Nobody is signed in."""

    code = "not_signed_in"
    status = 401


class NoSuchChannel(InvalidInput):
    """The query names a channel that there is not."""

    code = "invalid_parameter"
    status = 400


@dataclass(frozen=True)
class StreamViewer:
    """One sign-in in one organization. What proves it is never printed."""

    key: str
    person: uuid.UUID
    actor: Actor
    session: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: uuid.UUID | None = None
    methods: object = field(default=None, repr=False, compare=False)
    """How the session came in, as allauth keeps it: an organization may come to want another way."""
    has_shown: bool = False
    """Whether the session showed a second factor, where one may be asked for."""
    by: Feature | None = None
    """What the operator may switch off and by which it came."""

    @property
    def organization_id(self) -> uuid.UUID:
        """Say where."""
        return self.actor.organization_id


@dataclass(frozen=True)
class Asked:
    """What of a request decides who asks."""

    headers: Mapping[str, str]
    query: Mapping[str, list[str]]
    client: str = ""

    @classmethod
    def of(cls, scope: Mapping[str, object]) -> "Asked":
        """Read an ASGI scope; of a header given twice the last counts."""
        raw: Sequence[tuple[bytes, bytes]] = scope["headers"]  # type: ignore[assignment]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
        text = scope["query_string"].decode("latin-1")  # type: ignore[attr-defined]
        client: tuple[str, int] | None = scope.get("client")  # type: ignore[assignment]
        return cls(headers, parse_qs(text, keep_blank_values=True, max_num_fields=20), client[0] if client else "")

    @property
    def network(self) -> str:
        """Return what one who has no good token is counted by."""
        return network_of(self.address)

    @property
    def address(self) -> str:
        """Return from where somebody asks."""
        return client_address(self.client, self.headers.get("x-forwarded-for", ""), settings.TRUSTED_PROXIES)

    def channels(self, own: Channel) -> frozenset[Channel]:
        """Return what is listened to: the address's own channel, and those that ``also`` names.

        A page asks for all of them at once: browsers allow six connections to a host. Raises ``NoSuchChannel``.
        """
        named = [one for text in self.query.get("also", ()) for one in text.split(",") if one]
        unknown = [one for one in named if one not in set(Channel)]
        if unknown:
            raise NoSuchChannel(f"Listen also to {', '.join(Channel)}.", fields={"also": unknown[0][:40]})
        return frozenset((own, *map(Channel, named)))

    @property
    def slug(self) -> str:
        """Return the organization asked for, if named."""
        named = self.query.get("organization", [""])[-1] or self.headers.get("moondesk-organization", "")
        return named if named.isprintable() else ""


def recognize(asked: Asked) -> StreamViewer:
    """Return who asks. Raises ``SignInFirst`` or ``BadToken`` (401), ``OrganizationNotFound``, ``NotAllowed``.

    Cookies count only from our own pages. A token travels in its header only: addresses end up in logs. Guests with a
    secret link have no stream for the same reason; their page asks again by itself.
    """
    kind, _, secret = asked.headers.get("authorization", "").partition(" ")
    if kind:
        try:
            if looks_like_one(secret.strip()) and kind.lower() == "bearer":
                return _by_access_token(secret.strip(), asked)
            return _by_token(secret.strip() if kind.lower() == "bearer" else "", asked)
        except BadToken:
            guessing.note(asked.network)
            raise
    return _by_session(asked)


def require(viewer: StreamViewer, channels: frozenset[Channel]) -> None:
    """Raise ``NotAllowed`` unless the viewer may listen to the channels: all but the one of tickets are for members."""
    actor = viewer.actor
    may_view = actor.may(Permission.TICKET_VIEW) or actor.may(Permission.TICKET_VIEW_ALL)
    if not may_view and not (channels == {Channel.CONFIG} and actor.is_staff):
        raise NotAllowed(f"This needs the permission {Permission.TICKET_VIEW.value}.")
    if channels != {Channel.TICKETS} and not (actor.is_staff and actor.member_id):
        raise NotAllowed("This stream is for members.")


def _by_token(secret: str, asked: Asked) -> StreamViewer:
    with by_token(secret) as session:
        session.check_address(asked.address)
        actor, token_id = session.actor, session.token_id
    if asked.slug and organization_id_of(asked.slug) != actor.organization_id:
        raise OrganizationNotFound("There is no such organization.")
    return StreamViewer(f"token:{token_id}", actor.member_id or token_id, actor, token=token_id)


def _by_session(asked: Asked) -> StreamViewer:
    site = asked.headers.get("sec-fetch-site", "same-origin")
    origin = asked.headers.get("origin", "")
    if site not in ("same-origin", "none") or (origin and origin.partition("://")[2] != asked.headers.get("host")):
        raise NotAllowed("Streams are for Moondesk's own pages.")
    key = parse_cookie(asked.headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    return _of_session(key, asked)


def _by_access_token(token: str, asked: Asked) -> StreamViewer:
    """Return who signed in without a page. Their stream lives as long as the session, which outlives the token."""
    if session_of(token) is None:
        raise BadToken("The token is not valid.")
    return _of_session(session_key_of(token), asked, Feature.APPS)


def _of_session(key: str, asked: Asked, by: Feature | None = None) -> StreamViewer:
    session = SessionStore(key)
    user = _user_of(session) if key else None
    if user is None:
        raise SignInFirst("Sign in first.")
    organization_id = organization_id_of(asked.slug)
    with tenancy.organization(organization_id):
        own = current_organization()
        refuse_closed(own)
        refuse_off(by, own)
        methods = sign_in_methods(session)
        if not takes_user(own, user, methods):
            raise SignInElsewhere("This organization wants you to sign in by its own provider.")
        has_shown = is_shown(own.pk, user, session)
        if not has_shown and overdue(own, [user.pk]):
            raise second_factor_error()
        actor = actors_of([user.pk]).get(user.pk)
    if actor is None:
        raise OrganizationNotFound("There is no such organization.")
    mark = hashlib.sha256(key.encode()).hexdigest()
    password = password_mark(user.password)
    viewer = StreamViewer(f"session:{mark}", user.pk, actor, session=key, password=password, has_shown=has_shown)
    return replace(viewer, methods=methods, by=by)


def _user_of(session: SessionStore) -> User | None:
    """Return who has a session."""
    request = HttpRequest()
    request.session = session
    if is_looking(request.session):
        raise NotAllowed("Who looks with another's eyes hears no stream.")
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def actors_of(user_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    """Return as whom users act in the organization in context: members of the desk, or its customers."""
    members = {pk: actor for pk, actor in member_actors(user_ids).items() if actor.may(Permission.DESK_OPEN)}
    return members | _contact_actors([pk for pk in user_ids if pk not in members])


def _contact_actors(user_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    found = contacts_of_users(user_ids) if user_ids else {}
    return {pk: contact_actor(contact, door=Door.PORTAL) for pk, contact in found.items()}


@dataclass
class _Known:
    """The members among the listeners of an organization, as they were read at one version of it."""

    version: int
    at: float
    members: dict[uuid.UUID, Actor | None] = field(default_factory=dict)
    alike: dict[Hashable, Any] = field(default_factory=dict)
    """Permissions and scopes of which members have the same: one object each, so that comparing them costs nothing."""


_KNOWN_FOR = 30.0
"""After so many seconds members are read again also when the version says that nothing changed."""
_known: dict[uuid.UUID, _Known] = {}


def _alike(actor: Actor, known: dict[Hashable, Any]) -> Actor:
    permissions, scope = actor.permissions, actor.scope
    return replace(actor, permissions=known.setdefault(permissions, permissions), scope=known.setdefault(scope, scope))


def _known_actors(organization: Organization, user_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Actor]:
    """Return the same as ``actors_of``; members are read again when the organization's version is another.

    The version must have been read before: what is read here is then never older than it says.
    """
    known, moment = _known.get(organization.pk), time.monotonic()
    if known is None or known.version != organization.config_version or moment - known.at > _KNOWN_FOR:
        known = _known[organization.pk] = _Known(organization.config_version, moment)
    new = [pk for pk in user_ids if pk not in known.members]
    if new:
        found = member_actors(new)
        known.members |= {pk: _alike(found[pk], known.alike) if pk in found else None for pk in new}
    members = {pk: actor for pk in user_ids if (actor := known.members[pk]) and actor.may(Permission.DESK_OPEN)}
    return members | _contact_actors([pk for pk in user_ids if pk not in members])


def _to_go_elsewhere(viewers: Sequence[StreamViewer], organization: Organization) -> frozenset[str]:
    """Return the viewers, by key, whose way of signing in the organization takes no longer."""
    if not organization.forced_sign_in:
        return frozenset()
    users = users_by_id({viewer.person for viewer in viewers})
    return frozenset(
        viewer.key
        for viewer in viewers
        if viewer.person in users and not takes_user(organization, users[viewer.person], viewer.methods)
    )


def renew(viewers: Sequence[StreamViewer], organization: Organization) -> dict[str, StreamViewer | None]:
    """Return the viewers with the rights they have now, or None for those who may listen no longer."""
    if organization.is_closed:
        return {viewer.key: None for viewer in viewers}
    tokens = token_actors({viewer.token for viewer in viewers if viewer.token})
    signed_in = [viewer for viewer in viewers if viewer.session]
    sessions = live_sessions({viewer.session for viewer in signed_in}) if signed_in else frozenset()
    people = sorted({viewer.person for viewer in signed_in})
    marks = password_marks(people) if people else {}
    actors = _known_actors(organization, people) if people else {}
    elsewhere = _to_go_elsewhere(signed_in, organization)
    without = overdue(organization, {viewer.person for viewer in signed_in if not viewer.has_shown})

    def now_as(viewer: StreamViewer) -> StreamViewer | None:
        if viewer.token:
            actor = tokens.get(viewer.token)
        elif (
            (viewer.by is not None and is_off(viewer.by, organization))
            or viewer.key in elsewhere
            or (viewer.person in without and not viewer.has_shown)
        ):
            actor = None
        elif viewer.session in sessions and marks.get(viewer.person) == viewer.password:
            actor = actors.get(viewer.person)
        else:
            actor = None
        return replace(viewer, actor=actor) if actor else None

    return {viewer.key: now_as(viewer) for viewer in viewers}

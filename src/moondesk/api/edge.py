"""The edge of the API: who asks, in which organization, in one transaction, counted, and always in JSON."""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.operation import Operation

from moondesk.accounts.access_tokens import looks_like_one, session_key_of, session_of
from moondesk.accounts.models import User
from moondesk.accounts.queries import sign_in_methods
from moondesk.api import guessing, idempotency, problems, throttle
from moondesk.api.errors import CsrfFailed, InvalidText, OrganizationRequired, UnknownParameter
from moondesk.api.parsing import BODY_LIMIT, check_size, file_body_limit, is_clean
from moondesk.audit.errors import OnlyLooking
from moondesk.audit.eyes import is_looking
from moondesk.kit import asking, tenancy
from moondesk.kit.addresses import client_address, network_of
from moondesk.kit.clock import now
from moondesk.kit.ids import digest
from moondesk.organizations import features, switches
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.errors import BadToken, OrganizationNotFound, SignInElsewhere
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.providers import takes
from moondesk.organizations.queries import is_leaving, member_actor, member_here, organization_id_of, refuse_closed
from moondesk.organizations.second_factor import missing_from, second_factor_error
from moondesk.organizations.token_access import by_token, note_use

ORGANIZATION_HEADER = "Moondesk-Organization"
PERMISSION = "moondesk_permission"
"""Attribute of an endpoint that the permission matrix reads: what it needs, None for a sign-in of any kind."""
PUBLIC = "moondesk_public"
PARAMETERS = "moondesk_parameters"
LEAVING = "moondesk_leaving"
"""Attribute of an endpoint that owners may ask also while their organization is being deleted."""
FILES = "moondesk_files"
"""Attribute of an endpoint that takes a file as ``multipart/form-data``, and so a larger body."""

type Run = Callable[..., HttpResponse]


class ApiRequest(HttpRequest):
    """A request to the API inside an organization. A public one has no actor until the endpoint makes one."""

    actor: Actor
    user: User


class MoondeskApi(NinjaAPI):
    """django-ninja, but errors go up through the transaction to the edge, so that they roll it back."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Hand the error on to the edge."""
        raise exc

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Make the answer that an endpoint may fill when it asks for it: ours give their own."""
        return cast(
            "HttpResponse", SimpleLazyObject(lambda: super(MoondeskApi, self).create_temporal_response(request))
        )


@dataclass
class Asker:
    """Whoever asks, before the organization is entered."""

    token: str = ""
    session: bool = False
    standing: throttle.Standing | None = None

    @functools.cached_property
    def key(self) -> bytes | None:
        """What requests are counted by."""
        return digest(session_key_of(self.token) or self.token) if self.token else None


def needs(permission: Permission | None, *, parameters: Sequence[str] | None = ()) -> Callable[[Run], Run]:
    """Say what permission an endpoint needs (None: any valid sign-in) and which query parameters it knows.

    ``parameters=None`` leaves the parameters to the endpoint, which refuses unknown ones itself.
    """

    def mark(view: Run) -> Run:
        setattr(view, PERMISSION, permission)
        setattr(view, PARAMETERS, None if parameters is None else frozenset(parameters))
        return view

    return mark


def open_to_all(*, parameters: Sequence[str] = ()) -> Callable[[Run], Run]:
    """Open an endpoint to everybody; its ``slug`` says the organization, and it makes its own actor."""

    def mark(view: Run) -> Run:
        setattr(view, PUBLIC, True)
        return needs(None, parameters=parameters)(view)

    return mark


def while_leaving(view: Run) -> Run:
    """Open an endpoint also to sessions of owners whose organization is being deleted."""
    setattr(view, LEAVING, True)
    return view


def takes_a_file(view: Run) -> Run:
    """Mark an endpoint whose body is a file."""
    setattr(view, FILES, True)
    return view


def edge(run: Run) -> Run:
    """Wrap an operation of django-ninja: ``router.add_decorator(edge, mode="view")``."""
    view = cast("Operation", run.__self__).view_func  # type: ignore[attr-defined]
    known: frozenset[str] | None = getattr(view, PARAMETERS)
    public = hasattr(view, PUBLIC)
    limit = file_body_limit() if hasattr(view, FILES) else BODY_LIMIT
    permission: Permission | None = getattr(view, PERMISSION)
    leaving = hasattr(view, LEAVING)

    @asking.between_transactions
    def inside(request: ApiRequest, asker: Asker, work: Callable[[], HttpResponse]) -> HttpResponse:
        with _inside(request, asker, leaving) as actor:
            if permission is not None:
                actor.require(permission)
            switches.refuse_off(features.feature_at(request.path_info))
            return idempotency.once(request, actor.id, work) if actor.id else work()

    def serve(request: HttpRequest, **path: Any) -> HttpResponse:
        asker = Asker() if public else _asker(request)
        asker.standing = throttle.count(asker.key) if asker.key else None
        try:
            throttle.check(asker.standing)
            _check_request(request, known, limit)
            work = functools.partial(run, request, **path)
            response = work() if public else inside(cast("ApiRequest", request), asker, work)
        except Exception as error:
            response = problems.problem_of(request, _counted(request, asker, error))
        if asker.standing is not None:
            asker.standing.write(response)
        return response

    @functools.wraps(view)
    def enter(request: HttpRequest, **path: Any) -> HttpResponse:
        spoken = request.META.get("HTTP_ACCEPT_LANGUAGE")
        if not spoken or spoken.startswith("en"):
            return serve(request, **path)
        with translation.override(translation.get_language_from_request(request)):
            return serve(request, **path)

    return enter


def _counted(request: HttpRequest, asker: Asker, error: Exception) -> Exception:
    """Return the error, or that there were too many tokens that are not good from there."""
    if isinstance(error, BadToken) and asker.token:
        try:
            guessing.note(network_of_client(request))
        except Exception as another:
            return another
    return error


def network_of_client(request: HttpRequest) -> str:
    """Return what one who has no token is counted by."""
    return network_of(address_of_client(request))


def address_of_client(request: HttpRequest) -> str:
    """Return from where somebody asks, an empty text where there is no address (a Unix socket)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)


def _check_request(request: HttpRequest, known: frozenset[str] | None, limit: int) -> None:
    check_size(request, limit)
    if not request.META.get("QUERY_STRING"):
        return
    for name, values in request.GET.lists():
        if not all(is_clean(text) for text in (name, *values)):
            raise InvalidText("The address has a NUL character in it.")
        if known is not None and name not in known:
            text = f"There is no such parameter: {name[:40]}."
            raise UnknownParameter(text, fields={name[:40]: text})


def _asker(request: HttpRequest) -> Asker:
    given = request.META.get("HTTP_AUTHORIZATION", "")
    if given:
        scheme, _space, token = given.partition(" ")
        return Asker(token=token.strip() if scheme.lower() == "bearer" else "-")
    return Asker(session=settings.SESSION_COOKIE_NAME in request.COOKIES)


@contextmanager
def _inside(request: ApiRequest, asker: Asker, leaving: bool) -> Iterator[Actor]:
    if looks_like_one(asker.token):
        with _by_access_token(request, asker, leaving) as actor:
            yield actor
    elif asker.token:
        unseen = None
        try:
            with by_token(asker.token) as session:
                if asker.standing is None and asker.key:
                    asker.standing = throttle.begin(asker.key)
                if session.networks:
                    session.check_address(address_of_client(request))
                unseen = (session.actor.organization_id, session.token_id) if session.unseen else None
                request.actor = session.actor
                yield session.actor
        finally:
            if unseen is not None:
                with tenancy.organization(unseen[0]):
                    note_use(unseen[1], address_of_client(request))
    elif asker.session and request.user.is_authenticated:
        with _by_session(request, leaving) as actor:
            yield actor
    else:
        raise BadToken(_("The token is not valid."))


class _Csrf(CsrfViewMiddleware):
    """Django's check, which says no in a word instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def _comes_from_our_page(request: HttpRequest) -> bool:
    check = _Csrf(lambda _request: HttpResponse())
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check.process_request(request)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is None


def check_way(user: User, member: Member, session: SessionBase) -> None:
    """Raise ``SignInElsewhere`` or ``SecondFactorFirst`` unless the organization takes how somebody signed in."""
    if not takes(member.organization, user, member, sign_in_methods(session)):
        raise SignInElsewhere("This organization wants you to sign in by its own provider.")
    moment = missing_from(member.organization, member, user, session)
    if moment is not None and moment <= now():
        raise second_factor_error()


def _by_session(request: ApiRequest, leaving: bool) -> AbstractContextManager[Actor]:
    if not _comes_from_our_page(request):
        raise CsrfFailed("Send the CSRF token of the session in the header X-CSRFToken.")
    return _as_member(request, leaving)


def _by_access_token(request: ApiRequest, asker: Asker, leaving: bool) -> AbstractContextManager[Actor]:
    found = session_of(asker.token)
    if found is None:
        raise BadToken(_("The token is not valid."))
    if asker.standing is None and asker.key:
        asker.standing = throttle.begin(asker.key)
    request.user, request.session = found
    return _as_member(request, leaving, features.Feature.APPS)


@contextmanager
def _as_member(request: ApiRequest, leaving: bool, by: features.Feature | None = None) -> Iterator[Actor]:
    """Enter the organization that is named as the one who has the session, if it takes the way they signed in."""
    if is_looking(request.session):
        raise OnlyLooking("Who looks with another's eyes has no API.")
    slug = request.headers.get(ORGANIZATION_HEADER, "")
    if not slug:
        raise OrganizationRequired(f"Name the organization in the header {ORGANIZATION_HEADER}.")
    if not is_clean(slug):
        raise OrganizationNotFound("There is no such organization.")
    organization_id = organization_id_of(slug)
    with tenancy.organization(organization_id):
        member = member_here(request.user)
        if member is None:
            raise OrganizationNotFound("There is no such organization.")
        if not (leaving and is_leaving(member.organization) and Role.OWNER in member.roles):
            refuse_closed(member.organization)
        switches.refuse_off(by, member.organization)
        check_way(request.user, member, request.session)
        request.actor = member_actor(member, door=Door.API)
        yield request.actor

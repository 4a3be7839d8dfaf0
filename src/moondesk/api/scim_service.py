"""SCIM 2.0 (RFC 7643, 7644): what there is at ``/scim/v2`` and how it is answered, by the protocol's own library."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    EnterpriseUser,
    ETag,
    Filter,
    ForbiddenException,
    Group,
    Patch,
    PayloadTooLargeException,
    ResourceType,
    SCIMException,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    UnauthorizedException,
    User,
)
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService

from moondesk.api import guessing, problems, throttle
from moondesk.api.edge import address_of_client, network_of_client
from moondesk.api.errors import BodyTooLarge
from moondesk.api.parsing import check_size, read_body
from moondesk.api.scim_storage import DirectoryStorage, PersonModel
from moondesk.kit.errors import DomainError, NotAllowed
from moondesk.kit.ids import digest
from moondesk.organizations.errors import BadToken
from moondesk.organizations.features import Feature
from moondesk.organizations.permissions import Permission
from moondesk.organizations.switches import refuse_off
from moondesk.organizations.token_access import by_token

ROOT = "/scim/v2"
PAGE = 200


@cache
def service() -> ScimService:
    """Return the protocol: what there is, and what can be done with it."""
    scheme = AuthenticationScheme(
        type=AuthenticationScheme.Type.oauthbearertoken,
        name="API token",
        description="A bearer token with the scope of synchronising the directory",
        primary=True,
    )
    config = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[scheme],
    )
    kinds = [ResourceType.from_resource(PersonModel), ResourceType.from_resource(Group)]
    return ScimService(ScimProvider([User, EnterpriseUser, Group], kinds, config))


def answer(request: HttpRequest, path: str) -> tuple[HttpResponse, Any]:
    """Answer one request; also say which organization's token was not seen for a while, if so."""
    scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    secret = token.strip() if scheme.lower() == "bearer" else ""
    unseen = None
    try:
        check_size(request)
        standing = throttle.count(digest(secret)) if secret else None
        throttle.check(standing)
        with by_token(secret) as session:
            if standing is None:
                throttle.begin(digest(secret))
            session.check_address(address_of_client(request))
            actor = session.actor
            unseen = (actor.organization_id, session.token_id) if session.unseen else None
            actor.require(Permission.DIRECTORY_SYNC)
            refuse_off(Feature.DIRECTORY)
            handler = ScimHandler(service(), DirectoryStorage(actor))
            return _http(handler.handle(_asked(request, path))), unseen
    except Exception as error:
        return _refused(request, _counted(request, secret, error)), unseen


def _counted(request: HttpRequest, secret: str, error: Exception) -> Exception:
    if isinstance(error, BadToken) and secret:
        try:
            guessing.note(network_of_client(request))
        except Exception as another:
            return another
    return error


def _asked(request: HttpRequest, path: str) -> ScimRequest:
    return ScimRequest(
        method=str(request.method),
        base_url=settings.BASE_URL + ROOT,
        path=f"/{path}",
        query=request.GET.dict(),
        headers=dict(request.headers),
        body=read_body(request),
    )


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return an error as SCIM writes it; what is not a mistake of the asker, as everywhere in the API."""
    if isinstance(error, BadToken):
        error = UnauthorizedException(detail=error.message)
    elif isinstance(error, NotAllowed):
        error = ForbiddenException(detail=error.message)
    elif isinstance(error, BodyTooLarge):
        error = PayloadTooLargeException(detail=error.message)
    elif isinstance(error, DomainError) and error.status < 500 and error.status != 429:
        error = _problem(error)
    if isinstance(error, SCIMException):
        return _http(service().error_response(error))
    return problems.problem_of(request, error)


def _problem(error: DomainError) -> SCIMException:
    said = SCIMException(detail=error.message)
    said.status = error.status
    return said


def _http(said: ScimResponse) -> HttpResponse:
    body = b"" if said.body is None else json.dumps(said.body).encode()
    response = HttpResponse(body, status=int(said.status), headers=said.headers)
    response.headers["Cache-Control"] = "no-store"
    return response

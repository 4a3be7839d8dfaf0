"""The door of SCIM 2.0 at ``/scim/v2``: another system keeps the organization's people and groups here.

The library of the protocol takes half a second and many megabytes to load: only a desk that is asked does so.
"""

from django.http import HttpRequest, HttpResponse

from moondesk.api.edge import PERMISSION, address_of_client
from moondesk.kit import tenancy
from moondesk.organizations.permissions import Permission
from moondesk.organizations.token_access import note_use


def scim(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer one request of a directory."""
    from moondesk.api.scim_service import answer

    response, unseen = answer(request, path)
    if unseen is not None:
        with tenancy.organization(unseen[0]):
            note_use(unseen[1], address_of_client(request))
    return response


scim.csrf_exempt = True  # type: ignore[attr-defined]
setattr(scim, PERMISSION, Permission.DIRECTORY_SYNC)

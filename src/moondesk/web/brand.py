"""The logo of an organization, and where it is asked for."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from moondesk.branding.queries import current_logo
from moondesk.files.giving import sealed
from moondesk.organizations.models import Organization
from moondesk.web.edges import TenantRequest, in_portal

_FOR_EVER = "public, max-age=31536000, immutable"


def logo_of(organization: Organization, *, whole: bool = False) -> str:
    """Return the address of the logo, for mails with the host; nothing where there is none."""
    if not organization.logo_mark:
        return ""
    here = reverse("portal:logo", kwargs={"slug": organization.slug, "mark": organization.logo_mark})
    return f"{settings.BASE_URL}{here}" if whole else here


@require_safe
@in_portal()
def logo(request: TenantRequest, mark: str) -> HttpResponse:
    """Give the logo to anybody: it stands in mails, too. Another logo has another address."""
    response = sealed(HttpResponse(current_logo(mark), content_type="image/png"), caching=_FOR_EVER)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

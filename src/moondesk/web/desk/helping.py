"""What helps to write, asked for by the composer when it is needed."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from markupsafe import escape

from moondesk.conversations.rules import BODY_LENGTH, clean_text
from moondesk.kit.markup import render_markdown
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk

LOOKS = Limit("look", 60, 60)


@require_POST
@in_desk(Permission.NOTE_CREATE)
def look(request: TenantRequest) -> HttpResponse:
    """Draw a text as it will be sent: by the same renderer, through the same sanitiser."""
    hit(LOOKS, str(request.member.pk))
    text = clean_text(request.POST.get("body", "")[:BODY_LENGTH]).strip()
    return HttpResponse(render_markdown(text) or escape(_("There is nothing to show yet.")))

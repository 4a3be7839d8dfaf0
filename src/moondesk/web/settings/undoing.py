"""Taking back what was just done in the settings."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.events.undo import undo_operation
from moondesk.kit.errors import Conflict, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.sections import SECTIONS
from moondesk.web.settings_list import PAGES, address


@require_POST
@in_desk(Permission.SETTINGS_OPEN)
def undo(request: TenantRequest, page: str, subject: uuid.UUID, operation: uuid.UUID) -> HttpResponse:
    """Take back what the member did at once, within the undo time; the inverses ask what that takes."""
    try:
        with transaction.atomic():
            undo_operation(subject, operation, by=request.actor)
        messages.success(request, _("Undone."))
    except (Conflict, NotFound) as error:
        messages.error(request, error.message)
    known = {name for name, *_more in (*PAGES, *SECTIONS)}
    return redirect(address(request, page if page in known else "organization"))

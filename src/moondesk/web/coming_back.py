"""Where providers of mail send people back to after they agreed or did not: one address for the whole installation."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from moondesk.channels.mailboxes.consent import SECONDS
from moondesk.kit.errors import NotFound
from moondesk.web.edges import public

KEY = "mail_consent"
"""Where a session keeps what was asked of a provider."""
_LONGEST = 4000


def asked_in(request: HttpRequest) -> dict[str, Any]:
    """Return what this session asked of a provider. Raises ``NotFound`` where it asked nothing, or long ago."""
    asked = request.session.get(KEY)
    if not isinstance(asked, dict) or not 0 <= time.time() - asked.get("at", 0) < SECONDS:
        raise NotFound(_("This is over. Begin again at the mailbox."))
    return dict(asked)


@require_GET
@public
def come_back(request: HttpRequest) -> HttpResponse:
    """Take a provider's answer, if it is to what this session asked, and go on without it in the address."""
    asked = asked_in(request)
    if not constant_time_compare(request.GET.get("state", ""), asked["state"]):
        raise NotFound(_("This is over. Begin again at the mailbox."))
    answer = {"code": request.GET.get("code", "")[:_LONGEST], "refused": "error" in request.GET}
    request.session[KEY] = asked | answer
    return redirect("settings:mailbox_consented", slug=asked["slug"])

"""Leaving by the link in a mail what it tells of."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from moondesk.channels.mail.leaving import leave, leaving_of
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.portal.page import full_number, show


@csrf_exempt  # The mail program of the recipient sends this without a page of ours (RFC 8058); the mark is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
@in_portal(while_closed=True)
def leaving(request: TenantRequest, mark: str) -> HttpResponse:
    """Ask whether to leave, and leave when that is sent."""
    found = leaving_of(mark)
    if found is None or found.mail.ticket is None:
        return show(request, "leaving", {"step": "unknown"}, status=404)
    step = "done" if found.is_done else "ask"
    if request.method == "POST":
        leave(found)
        step = "done"
    number = full_number(request, found.mail.ticket.number)
    return show(request, "leaving", {"step": step, "number": number, "is_member": found.is_member})

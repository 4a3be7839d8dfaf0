"""Muting by the link in a mail to a member the mails of its kind."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from moondesk.channels.mail.muting import mute, muting_of
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.mail_kinds import MAIL_KINDS
from moondesk.web.portal.page import show


@csrf_exempt  # The mail program of the recipient sends this without a page of ours (RFC 8058); the mark is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
@in_portal(while_closed=True)
def muting(request: TenantRequest, mark: str) -> HttpResponse:
    """Ask whether to mute, and mute when that is sent, or with ``again`` let the mails come again."""
    found = muting_of(mark)
    if found is None:
        return show(request, "muting", {"step": "unknown"}, status=404)
    step = "done" if found.is_muted else "ask"
    if request.method == "POST":
        again = request.POST.get("again") == "1"
        mute(found, on=again)
        step = "again" if again else "done"
    return show(request, "muting", {"step": step, "kind": str(MAIL_KINDS[found.kind])})

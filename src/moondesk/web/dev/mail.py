"""What Moondesk sent, for those who try it out: mails stay on the machine and are read here."""

import functools

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from moondesk.web.client import is_asked_on_this_machine
from moondesk.web.dev.caught import find, newest
from moondesk.web.edges import View, public

_MAIL_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def local(view: View) -> View:
    """Open a page to whoever sits at this machine: caught mails hold links that sign people in."""

    @functools.wraps(view)
    def enter(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not is_asked_on_this_machine(request):
            raise Http404
        return view(request, **kwargs)

    return public(enter)


@local
@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """List what was caught, newest first."""
    return render(request, "dev/mails.html", {"mails": newest()})


@local
@require_safe
@never_cache
def mail(request: HttpRequest, caught: str) -> HttpResponse:
    """Show one mail: as its reader sees it, as text, and its headers."""
    return render(request, "dev/mail.html", {"mail": find(caught)})


@local
@require_safe
@never_cache
@xframe_options_sameorigin
@csp_override(_MAIL_POLICY)
def html(request: HttpRequest, caught: str) -> HttpResponse:
    """Give the HTML of a mail to the frame: no scripts, nothing loaded, links open beside it."""
    content = find(caught).part("html").replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(content)


@local
@require_safe
@never_cache
def raw(request: HttpRequest, caught: str) -> HttpResponse:
    """Give the mail as it was sent."""
    found = find(caught)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}.eml"'}
    return HttpResponse(found.raw, content_type="message/rfc822", headers=headers)

"""Every part of the interface in every state, for those who build it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moondesk.web.dev.mail import local


@local
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show the parts; there is nothing of any organization on this page."""
    return render(request, "dev/components.html", {})

"""A web form as it is typed in the settings. The portal draws it and says here how, as faces do not know each other."""

from collections.abc import Callable

from django.http import HttpResponse

from moondesk.web.edges import TenantRequest
from moondesk.webforms.models import WebForm

type Drawing = Callable[[TenantRequest, WebForm], HttpResponse]

_drawings: list[Drawing] = []


def draws_previews(drawing: Drawing) -> Drawing:
    """Let a function draw the previews."""
    _drawings[:] = [drawing]
    return drawing


def preview_of(request: TenantRequest, form: WebForm) -> HttpResponse:
    """Show a form that may not be saved yet as if somebody had just opened it."""
    return _drawings[0](request, form)

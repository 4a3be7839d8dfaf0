"""The people of the external directory, what becomes of each, and what somebody decides about a conflict."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.directory import actions
from moondesk.directory.queries import find_people, get_person, plan
from moondesk.directory.rules import StepKind
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.directory_shown import COLOURS, STEPS, Names, shown_person
from moondesk.web.settings.page import carry_out, show

PAGE = "directory_people"
SHOWN = 100


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.DIRECTORY_MANAGE)
def directory_people(request: TenantRequest) -> HttpResponse:
    """List the people, all or those of whom the same becomes."""
    return _page(request)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def decide(request: TenantRequest, person_id: uuid.UUID) -> HttpResponse:
    """Do what somebody decided about a person."""
    person, by = get_person(person_id, lock=True), request.actor
    deeds = {
        "connect": (lambda: actions.connect(person, by=by), _("From now on the directory decides about this member.")),
        "let_in": (lambda: actions.let_in(person, by=by), _("The directory may bring this member back.")),
        "leave_out": (lambda: actions.leave_out(person, True, by=by), _("Nothing is done about this person.")),
        "consider": (lambda: actions.leave_out(person, False, by=by), _("This person is considered again.")),
    }
    wanted = request.POST.get("decision", "")
    if wanted not in deeds:
        raise InvalidInput(_("This cannot be chosen."))
    act, said = deeds[wanted]
    return carry_out(request, PAGE, act, said, _page)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    query, wanted = request.GET.get("q", "").strip()[:254], request.GET.get("step", "")
    planned = plan(find_people(query))
    names = Names()
    found = [one for one in planned if not wanted or one.step.kind == wanted]
    first = max(0, int(request.GET["from"])) if request.GET.get("from", "").isdecimal() else 0
    onward = {"q": query, "step": wanted, "from": first + SHOWN}
    values = {
        "people": [shown_person(one, names) for one in found[first : first + SHOWN]],
        "total": len(found),
        "first": first + 1,
        "onward": "?" + urlencode(onward) if len(found) > first + SHOWN else "",
        "query": query,
        "step": wanted,
        "steps": [("", _("All")), *((kind.value, str(STEPS[kind])) for kind in StepKind)],
        "colours": COLOURS,
    }
    return show(request, "directory", values | more, status=status, template=PAGE)

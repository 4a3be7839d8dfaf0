"""The external directory: its connection, its rules with a dry run of each change, and what it brought about."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.directory import actions
from moondesk.directory.models import DirectoryRule
from moondesk.directory.pull.queries import find_pull
from moondesk.directory.queries import Planned, all_groups, all_rules, get_rule, latest_entries, plan, setup
from moondesk.directory.rules import StepKind
from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed
from moondesk.organizations import people
from moondesk.organizations.actions import create_token
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission, Role
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.directory_shown import (
    ATTRIBUTES,
    COLOURS,
    KINDS,
    STEPS,
    Names,
    shown_entry,
    shown_person,
    shown_rule,
)
from moondesk.web.settings.ordering import ordered
from moondesk.web.settings.page import carry_out, refused, show

PAGE = "directory"
SHOWN = 200
_TOKEN_LASTS = datetime.timedelta(days=365)
_CHANGES = (StepKind.JOIN, StepKind.MOVE, StepKind.LEAVE)

type Change = Callable[[bool], object]
"""Does what a form asks; told whether however many may leave."""


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.DIRECTORY_MANAGE)
def directory(request: TenantRequest) -> HttpResponse:
    """Show the directory, and add a rule."""
    if request.method != "POST":
        return _page(request)
    sent, by = request.POST, request.actor
    return _change(request, lambda many: actions.add_rule(_rule(sent), by=by, however_many=many), _page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.DIRECTORY_MANAGE)
def rule(request: TenantRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Show a rule to be changed, and change it."""
    found, sent, by = get_rule(rule_id), request.POST, request.actor

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, rule=found, **more)

    if request.method != "POST":
        return again(request, typed=_typed(found))
    return _change(
        request, lambda many: actions.change_rule(get_rule(rule_id), _rule(sent), by=by, however_many=many), again
    )


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def order(request: TenantRequest) -> HttpResponse:
    """Put the rules into another order."""
    wanted, by = ordered(request.POST), request.actor
    return _change(request, lambda many: actions.order_rules(wanted, by=by, however_many=many), _page)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def remove(request: TenantRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Take a rule away."""
    get_rule(rule_id)
    by = request.actor
    return _change(request, lambda many: actions.remove_rule(get_rule(rule_id), by=by, however_many=many), _page)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def switch(request: TenantRequest) -> HttpResponse:
    """Carry out what the directory says from now on, after a look at what that does; or stop."""
    on, by = request.POST.get("on") == "yes", request.actor
    if on and "sure" not in request.POST:
        return _preview(request, plan())
    act = lambda: actions.switch(on=on, by=by, however_many="however_many" in request.POST)  # noqa: E731
    said = _("What the directory says is carried out from now on.") if on else _("Nothing is carried out any more.")
    return carry_out(request, PAGE, act, said, _page)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def token(request: TenantRequest) -> HttpResponse:
    """Make a token for the other system, whose secret is shown this once."""
    try:
        scopes = [Permission.DIRECTORY_SYNC.value]
        made = create_token(request.member, _("Directory"), by=request.actor, scopes=scopes, expires_in=_TOKEN_LASTS)
    except (InvalidInput, Conflict, NotAllowed) as error:
        return refused(request, error, _page)
    return _page(request, secret=made.secret)


def _change(request: TenantRequest, act: Change, again: Callable[..., HttpResponse]) -> HttpResponse:
    """Change the rules; where that changes members, or somebody asks to see it, show what it would do before."""
    looks = "preview" in request.POST
    if looks or (setup().is_on and "sure" not in request.POST):
        try:
            planned = actions.preview(lambda: act(True), by=request.actor)
        except (InvalidInput, Conflict, NotAllowed) as error:
            return refused(request, error, again)
        if looks or any(one.step.kind in _CHANGES for one in planned):
            return _preview(request, planned)
    many = "however_many" in request.POST
    return carry_out(request, PAGE, lambda: act(many), _("Saved."), again, undo_of=lambda: setup().pk)


def _preview(request: TenantRequest, planned: Sequence[Planned]) -> HttpResponse:
    """Show who would change and how, with a button that does it."""
    kinds = (*_CHANGES, StepKind.CONFLICT)
    crowd = Counter(one.step.kind for one in planned)
    names = Names()
    changing = sorted((one for one in planned if one.step.kind in kinds), key=lambda one: kinds.index(one.step.kind))
    held = {"csrfmiddlewaretoken", "preview", "sure", "however_many"}
    values = {
        "counts": [(STEPS[kind], crowd[kind]) for kind in kinds],
        "rows": [shown_person(one, names) for one in changing[:SHOWN]],
        "more": max(0, len(changing) - SHOWN),
        "colours": COLOURS,
        "sent": [(key, value) for key in request.POST if key not in held for value in request.POST.getlist(key)],
        "is_on": setup().is_on or request.POST.get("on") == "yes",
        "too_many": actions.too_many_leave(planned),
    }
    return show(request, PAGE, values, template="directory_preview")


def _rule(sent: QueryDict) -> actions.NewRule:
    wanted = sent.get("department", "")
    try:
        department = Department.objects.filter(pk=uuid.UUID(wanted)).first() if wanted else None
    except ValueError:
        department = None
    if wanted and department is None:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"department": text})
    kind, attribute = sent.get("kind", ""), sent.get("attribute", "")
    return actions.NewRule(kind, attribute, sent.get("value", ""), sent.get("role", ""), department)


def _typed(found: DirectoryRule) -> dict[str, str]:
    typed = {name: getattr(found, name) for name in ("kind", "attribute", "value", "role")}
    return typed | {"department": str(found.department_id or "")}


def _tokens(actor: Actor) -> list[Any]:
    scope = Permission.DIRECTORY_SYNC.value
    return [one for one in people.tokens_for(actor) if scope in one.scopes]


def _page(request: TenantRequest, *, status: int = 200, rule: DirectoryRule | None = None, **more: Any) -> HttpResponse:
    names, groups = Names(), all_groups()
    steps = Counter(one.step.kind for one in plan())
    address = reverse("settings:directory_people", kwargs={"slug": request.organization.slug})
    values = {
        "is_on": setup().is_on,
        "scim_address": f"{settings.BASE_URL}/scim/v2",
        "pull": find_pull(),
        "secret": "",
        "tokens": _tokens(request.actor),
        "rules": [shown_rule(one, names) for one in all_rules()],
        "rule": rule,
        "counts": [(label, steps[kind], f"{address}?step={kind.value}") for kind, label in STEPS.items()],
        "conflicts": steps[StepKind.CONFLICT],
        "waiting": steps[StepKind.LEAVE],
        "people": sum(steps.values()),
        "groups": [(one.name, crowd) for one, crowd in groups[:SHOWN]],
        "entries": [shown_entry(one, names) for one in latest_entries()],
        "kinds": [(kind.value, str(label)) for kind, label in KINDS.items()],
        "attributes": [("", _("None")), *((one.value, str(label)) for one, label in ATTRIBUTES.items())],
        "roles": [("", _("No role")), *((key, name) for key, name in names.roles.items() if key != Role.OWNER)],
        "departments": [("", _("No department")), *((str(one.pk), "\u2003" * n + one.name) for one, n in names.tree)],
    }
    return show(request, PAGE, values | more, status=status)

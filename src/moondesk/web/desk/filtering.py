"""Asking a list otherwise: the menu of filters, the form of one, and the address that it makes."""

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.contacts.queries import find_companies, names_of, search
from moondesk.kit.errors import InvalidInput, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.list_query import EMPTY, NOT, parse_list_query
from moondesk.tickets.moments import Relative, read_moment
from moondesk.tickets.tag_queries import names_of_tags
from moondesk.web import fragments
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.filter_bar import address_with, asked_about, read_filter
from moondesk.web.desk.filter_words import operator_words
from moondesk.web.desk.filters import Filter, Operator, Options, Shape, filters_of, find_filter
from moondesk.web.desk.lists import ViewList
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame

PAGE, OWN = "desk/filter.html", ("about", "how", "value", "first", "second", "amount", "unit", "find", "finding")
"""``OWN`` are the parameters of the form, which are no part of the list."""
_FOUND = 20


def _list(request: TenantRequest) -> ViewList:
    given = request.GET.copy()
    for name in OWN:
        given.pop(name, None)
    return ViewList(Frame(request), given, choices_of(request.organization))


@require_safe
@in_desk(Permission.TICKET_VIEW)
def menu(request: TenantRequest) -> HttpResponse:
    """Give the filters that can be added, or, with ``how``, go to the list as the form of a filter asks."""
    view = _list(request)
    if request.GET.get("how") and not request.GET.get("finding"):
        return _apply(request, view)
    one = find_filter(view.choices, request.GET.get("about", ""))
    context: dict[str, Any] = view.frame.context | {"list": view, "current": "", "error": ""}
    if one is None:
        if request.GET.get("about"):
            raise NotFound(_("There is no such filter."))
        return _drawn(request, context | {"filters": filters_of(view.choices)})
    return _drawn(request, context | _form(request, view, one))


def _drawn(request: TenantRequest, context: dict[str, Any]) -> HttpResponse:
    if fragments.is_partial(request) and request.headers.get("HX-Target", "").endswith("filter_editor"):
        return fragments.answer(request, PAGE, context, ["filter_editor"])
    return render(request, PAGE, context)


def _apply(request: TenantRequest, view: ViewList) -> HttpResponse:
    one = find_filter(view.choices, request.GET.get("about", ""))
    if one is None:
        raise NotFound(_("There is no such filter."))
    how = request.GET["how"]
    pair = ("amount", "unit") if how in (Operator.LAST, Operator.AGO, Operator.NEXT) else ("first", "second")
    values = request.GET.getlist("value")
    if one.shape in (Shape.NUMBER, Shape.DAY):
        values = [request.GET.get("first", "")]
    given = read_filter(one.root, how, values, (request.GET.get(pair[0], ""), request.GET.get(pair[1], "")))
    try:
        parse_list_query({name: [value] for name, value in given.items()})
    except InvalidInput:
        context: dict[str, Any] = view.frame.context | {"list": view, "current": ""}
        error = _("This does not fit. Look at what you typed.")
        return render(request, PAGE, context | _form(request, view, one) | {"error": error}, status=422)
    return redirect(address_with(view, one.root, given))


def _form(request: TenantRequest, view: ViewList, one: Filter) -> dict[str, Any]:
    """Return what the form of a filter shows: the way it is asked now, and what can be chosen."""
    given = asked_about(view.query).get(one.root, {})
    now, first, second = _state(one, given)
    words = operator_words()
    if one.shape in (Shape.NUMBER, Shape.DAY) or (one.shape is Shape.MOMENT and not one.options):
        words |= {Operator.SINCE: _("from … on"), Operator.BEFORE: _("before")}
    if one.shape is Shape.NUMBER:
        words |= {Operator.SINCE: _("is at least"), Operator.BEFORE: _("is at most")}
    if one.shape in (Shape.EITHER, Shape.TEXT, Shape.NUMBER, Shape.DAY):
        words |= {Operator.IS: _("is"), Operator.IS_NOT: _("is not")}
    on = [value for value in (given.get(one.root) or given.get(one.root + NOT, "")).split(",") if value]
    return {
        "filter": one,
        "operators": [(how.value, words[how]) for how in one.operators],
        "how": request.GET.get("how") or now.value,
        "options": _options(request, view, one, on),
        "on": on,
        "first": first,
        "second": second,
        "find": request.GET.get("find", ""),
    }


def _state(one: Filter, given: dict[str, str]) -> tuple[Operator, str, str]:
    """Return how a filter is asked now, with the two values of its range."""
    if one.root + EMPTY in given:
        return (Operator.EMPTY if given[one.root + EMPTY] == "true" else Operator.FILLED), "", ""
    if one.root + NOT in given:
        return Operator.IS_NOT, given[one.root + NOT] if one.shape in (Shape.NUMBER, Shape.DAY) else "", ""
    dot = "_" if one.shape is Shape.MOMENT else "."
    start, end = given.get(f"{one.root}{dot}from", ""), given.get(f"{one.root}{dot}to", "")
    if not start and not end:
        return one.operators[0], given.get(one.root, "") if one.shape in (Shape.NUMBER, Shape.DAY) else "", "d"
    if one.shape is Shape.MOMENT:
        return _moments(start, end)
    return (Operator.BETWEEN if start and end else Operator.SINCE if start else Operator.BEFORE), start or end, end


def _moments(start: str, end: str) -> tuple[Operator, str, str]:
    moment = read_moment(start or end, end=False)
    last = read_moment(end, end=True) if end else None
    if isinstance(last, Relative) and (not start or start.startswith("0")):
        return (Operator.AGO if last.startswith("-") else Operator.NEXT), str(last.amount), last[-1]
    if isinstance(moment, Relative):
        return Operator.LAST, str(moment.amount), moment[-1]
    if start and last is not None and not isinstance(last, Relative):
        return Operator.BETWEEN, _day(moment), _day(last, back=1)
    return (Operator.SINCE if start else Operator.BEFORE), _day(moment), ""


def _day(moment: Any, *, back: int = 0) -> str:
    local = timezone.localtime(moment) - datetime.timedelta(days=back)
    return local.date().isoformat()


def _named(one: Filter, chosen: list[str]) -> dict[str, str]:
    """Return what the people or companies are called that are chosen, also those that the list does not ask for yet."""
    try:
        ids = [uuid.UUID(value) for value in chosen]
    except ValueError:
        return {}
    return names_of([], ids) if one.root == "company" else names_of(ids, [])


def _options(request: TenantRequest, view: ViewList, one: Filter, on: list[str]) -> Options:
    """Return what can be chosen; of what is found by words, what was found and what is chosen already."""
    if not one.found:
        return [*one.options, *((value, _("something that is gone")) for value in on if not one.label_of(value))]
    words = request.GET.get("find", "").strip()[:80]
    chosen = request.GET.getlist("value") or on
    names = {value: value for value in chosen} if one.root == "tag" else view.names | _named(one, chosen)
    found: Options = [(value, names.get(value, _("something that is gone"))) for value in chosen]
    if one.root == "tag":
        found += [(name, name) for name in names_of_tags(words, most=_FOUND)]
    elif one.root == "company":
        found += [(str(company.pk), company.name) for company in find_companies(words, most=_FOUND)]
    else:
        people = search(request.actor, words, limit=_FOUND) if words else []
        found += [(str(contact.pk), contact.name or contact.email or "?") for contact in people]
    return list(dict(found).items())

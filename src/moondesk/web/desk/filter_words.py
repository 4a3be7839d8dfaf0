"""Filters in words: what a chip of the filter bar says, as one would say it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.tickets.list_query import EMPTY, NOT
from moondesk.tickets.moments import Relative, read_moment
from moondesk.web.desk.filters import Filter, Operator, Shape
from moondesk.web.formats import date_text, number_text

SHOWN = 2


@dataclass(frozen=True)
class Said:
    """How a filter is asked, in words, and what it names that is not there any more."""

    operator: str
    value: str
    gone: tuple[str, ...] = ()


def operator_words() -> dict[Operator, str]:
    """Return the words of the operators as one chooses them."""
    return {
        Operator.IS: _("is any of"),
        Operator.IS_NOT: _("is none of"),
        Operator.EMPTY: _("is empty"),
        Operator.FILLED: _("is filled in"),
        Operator.LAST: _("in the last"),
        Operator.NEXT: _("in the next"),
        Operator.AGO: _("more than … ago"),
        Operator.SINCE: _("from … on"),
        Operator.BEFORE: _("before"),
        Operator.BETWEEN: _("between"),
    }


def said(one: Filter, given: Mapping[str, str], names: Mapping[str, str]) -> Said:
    """Return what a chip says of the parameters about one thing; ``names`` are of people who were looked up."""
    emptied = given.get(one.root + EMPTY)
    if emptied:
        return Said(_("is empty") if emptied == "true" else _("is filled in"), "")
    turned = given.get(one.root + NOT, "")
    plain = given.get(one.root) or turned
    if one.shape in (Shape.MOMENT, Shape.NUMBER, Shape.DAY) and not plain:
        return _span(one, given)
    if one.shape in (Shape.TEXT, Shape.NUMBER, Shape.DAY):
        return Said(_("is not") if turned else _("is"), _plain(one, plain))
    values = [value for value in plain.split(",") if value]
    labels = [_label(one, value, names) for value in values]
    gone = () if one.found else tuple(value for value in values if not one.label_of(value))
    shown = [label or _("something that is gone") for label in labels]
    rest = f" +{len(shown) - SHOWN}" if len(shown) > SHOWN else ""
    several = len(values) > 1
    operator = (_("is none of") if several else _("is not")) if turned else (_("is any of") if several else _("is"))
    return Said(operator, ", ".join(shown[:SHOWN]) + rest, gone)


def _label(one: Filter, value: str, names: Mapping[str, str]) -> str | None:
    if one.root == "tag":
        return value
    return one.label_of(value) or names.get(value)


def _span(one: Filter, given: Mapping[str, str]) -> Said:
    dot = "." if one.shape is not Shape.MOMENT else "_"
    start, end = given.get(f"{one.root}{dot}from", ""), given.get(f"{one.root}{dot}to", "")
    if one.shape is not Shape.MOMENT:
        if start and end:
            return Said(
                _("is between"), _("%(start)s and %(end)s") % {"start": _plain(one, start), "end": _plain(one, end)}
            )
        return Said(_("is at least") if start else _("is at most"), _plain(one, start or end))
    first = read_moment(start, end=False) if start else None
    last = read_moment(end, end=True) if end else None
    if first is not None and last is not None:
        if isinstance(first, Relative) and not first.amount and isinstance(last, Relative):
            return Said(_("in the next"), _amount(last))
        return Said(
            _("between"), _("%(start)s and %(end)s") % {"start": _moment(first), "end": _moment(last, end=True)}
        )
    if isinstance(first, Relative) and first.startswith("-"):
        return Said(_("in the last"), _amount(first))
    if isinstance(last, Relative) and last.startswith("-"):
        return Said(_("more than"), _("%(time)s ago") % {"time": _amount(last)})
    if isinstance(last, Relative):
        return Said(_("in the next"), _("%(time)s, or over") % {"time": _amount(last)})
    return Said(_("from"), _moment(first)) if first is not None else Said(_("before"), _moment(last))


def _amount(span: Relative) -> str:
    count = span.amount
    if span.endswith("h"):
        return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}
    if span.endswith("w"):
        return ngettext("%(count)s week", "%(count)s weeks", count) % {"count": count}
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _moment(moment: datetime.datetime | Relative | None, *, end: bool = False) -> str:
    """Return a moment as people read it; the ``end`` of a span of days is its last day and not the one after."""
    if isinstance(moment, Relative):
        return _("%(time)s ago") % {"time": _amount(moment)} if moment.startswith("-") else _amount(moment)
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if end and local.time() == datetime.time():
        local -= datetime.timedelta(days=1)
    return date_text(local)


def _plain(one: Filter, text: str) -> str:
    """Return a number or a day of a custom field as the reader writes it, or a text as it came."""
    if one.shape is Shape.TEXT:
        return text
    try:
        if one.shape is Shape.DAY:
            day = datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time(12))
            return date_text(timezone.make_aware(day))
        return number_text(float(text))
    except ValueError:
        return text

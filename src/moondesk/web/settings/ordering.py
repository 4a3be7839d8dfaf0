"""Rows of settings that are put in another order by dragging, or by a button."""

from django.http import QueryDict


def ordered(posted: QueryDict) -> list[str]:
    """Return the order of the rows, with one a place higher or lower if a button for that was pressed."""
    order = list(dict.fromkeys(posted.getlist("order")))
    for name, step in (("up", -1), ("down", 1)):
        key = posted.get(name, "")
        if key in order:
            at = order.index(key)
            order.insert(max(0, at + step), order.pop(at))
    return order

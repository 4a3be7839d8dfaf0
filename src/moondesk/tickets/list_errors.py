"""What can be wrong with the question of a list."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from moondesk.kit.errors import InvalidInput


class InvalidList(InvalidInput):
    """A filter, an order or a cursor of a list does not fit; ``fields`` names the parameter."""

    code = "invalid_list"


class UnknownFilter(InvalidList):
    """Nothing can be asked by this name."""

    code = "unknown_filter"


class UnknownOperator(InvalidList):
    """The filter is there, but cannot be asked this way."""

    code = "unknown_operator"


class InvalidValue(InvalidList):
    """The filter is there, but does not know this value."""

    code = "invalid_filter_value"


class InvalidCursor(InvalidList):
    """The place in the list was not made by this list in this order, or is not whole."""

    code = "invalid_cursor"


def refused(name: str, known: Iterable[str] = ()) -> InvalidValue:
    """Return the error that a value does not fit the filter of this name, with those that do where they are few."""
    text = _("This value does not fit the filter %(name)s.") % {"name": name}
    if values := ", ".join(known):
        text = _("This value does not fit the filter %(name)s (%(values)s).") % {"name": name, "values": values}
    return InvalidValue(text, fields={name: text})

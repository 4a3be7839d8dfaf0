"""The columns of the table: which there are, which of them a list shows, and by what its rows are grouped."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moondesk.fields.models import in_language
from moondesk.fields.rules import SORTED
from moondesk.tickets.list_query import FIELD
from moondesk.views.rules import MOST_COLUMNS
from moondesk.web.desk.choices import Choices


@dataclass(frozen=True)
class Column:
    """One column: its name, how wide it is at first, and by what it orders."""

    key: str
    label: str | Promise
    width: str = "w-part"
    sort: str = ""
    first_down: bool = False
    end: bool = False

    @property
    def gives_way(self) -> bool:
        """Whether it is left out where there is little room."""
        return self.width.endswith("opt")


COLUMNS = {
    one.key: one
    for one in (
        Column("status", _("Status"), "w-sign"),
        Column("priority", _("Priority"), "w-sign2", "priority", first_down=True),
        Column("number", _("Number"), "w-number"),
        Column("subject", _("Subject"), ""),
        Column("requester", _("Requester"), "w-who"),
        Column("company", _("Company"), "w-part"),
        Column("department", _("Department"), "w-part opt"),
        Column("assignee", _("Assignee"), "w-part"),
        Column("category", _("Category"), "w-part"),
        Column("type", _("Type"), "w-when"),
        Column("channel", _("Channel"), "w-when"),
        Column("tags", _("Tags"), "w-part"),
        Column("created_at", _("Opened"), "w-when", "created_at", first_down=True, end=True),
        Column("updated_at", pgettext_lazy("column", "Changed"), "w-when opt", "updated_at", first_down=True, end=True),
        Column("last_message_at", _("Last message"), "w-due", "last_message_at", first_down=True, end=True),
        Column("due_at", _("Due"), "w-due", "due_at", end=True),
    )
}
USUAL = ("status", "priority", "number", "subject", "requester", "department", "assignee", "updated_at", "due_at")
_CUSTOM_AT = 7
GROUPINGS = {
    "": _("Not grouped"),
    "status": _("Status"),
    "priority": _("Priority"),
    "assignee": _("Assignee"),
    "department": _("Department"),
    "category": _("Category"),
    "type": _("Type"),
}


def columns_of(choices: Choices) -> dict[str, Column]:
    """Return all columns that a table can have, those of custom fields last."""
    custom = {
        FIELD + one.key: Column(
            FIELD + one.key, in_language(one.labels), "w-field", FIELD + one.key if one.kind in SORTED else ""
        )
        for one in choices.catalogue.live
    }
    return COLUMNS | custom


def columns_asked(keys: list[str], choices: Choices) -> list[str]:
    """Return the columns that were asked for, in their order, without what there is not.

    Fields alone stand among the usual columns.
    """
    known = columns_of(choices)
    wanted = [key if key in known else FIELD + key for key in keys if key]
    found = [key for key in dict.fromkeys(wanted) if key in known][:MOST_COLUMNS]
    if found and all(key.startswith(FIELD) for key in found):
        return [*USUAL[:_CUSTOM_AT], *found, *USUAL[_CUSTOM_AT:]]
    return found

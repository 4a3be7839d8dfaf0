"""Macros in the palette: found by name, run on the chosen tickets, the open one, or the one that has the focus."""

import re
from typing import Any

from moondesk.macros.queries import find
from moondesk.organizations.elements import Element
from moondesk.tickets.queries import find_number
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.macros import does
from moondesk.web.edges import TenantRequest
from moondesk.web.frame import Frame
from moondesk.web.levels import level

_MOST = 8
_SAID = re.compile(r"^macros?\b:?\s*", re.IGNORECASE)


def macros_named(request: TenantRequest, frame: Frame, words: str, *, about: str) -> list[dict[str, Any]]:
    """Return the macros that answer the words, as options; none while there is nothing that they would change.

    The script sends what the menus send: for an open ticket to ``data-at``, for others by the bar of chosen tickets.
    """
    may = level(request, Element.PROPERTIES).usable and level(request, Element.MACROS).usable
    if not (words and about and may):
        return []
    chosen, opened = request.GET.get("chosen", "").strip("0"), request.GET.get("ticket", "")
    at = frame.url("macros", number=find_number(opened)) if opened and not chosen else ""
    choices = choices_of(request.organization)
    return [
        {"label": macro.name, "note": ", ".join(does(macro, choices)),
         "icon": "zap", "href": "#", "keys": [], "attrs": {"data-macro": str(macro.pk), "data-at": at}}
        for macro in find(request.actor, _SAID.sub("", words), most=_MOST)
    ]  # fmt: skip

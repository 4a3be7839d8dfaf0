"""What the pages of the mail ledger share: their tabs, and walking a list page by page."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moondesk.kit.errors import InvalidInput
from moondesk.web.edges import TenantRequest
from moondesk.web.settings.page import show
from moondesk.web.settings_list import address

TABS = (
    ("ledger", gettext_lazy("Received")),
    ("ledger_waiting", gettext_lazy("Waiting")),
    ("ledger_sent", gettext_lazy("Sent mails")),
    ("ledger_senders", gettext_lazy("Senders")),
)
AT_ONCE = 50


def show_tab(
    request: TenantRequest, tab: str, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page of the ledger from ``settings/ledger/<template>.html``."""
    tabs = [
        {
            "label": label,
            "href": address(request, name),
            "current": name == tab,
        }
        for name, label in TABS
    ]
    given = {"page": "ledger", "tabs": tabs, **values}
    return show(request, f"ledger/{template}", given, status=status)


def walk[M: Model](
    rows: QuerySet[M], column: str, given: Mapping[str, str], here: str
) -> tuple[list[M], dict[str, str]]:
    """Return a page of rows, the latest first, and the addresses of the first and of the next page."""
    asked = {name: value for name, value in given.items() if value and name != "after"}
    after = given.get("after", "")
    if after:
        moment, key = _read(after)
        rows = rows.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "pk__lt": key}))
    found = list(rows.order_by(f"-{column}", "-pk")[: AT_ONCE + 1])
    links = {"newer": f"{here}?{urlencode(asked)}" if after else "", "older": ""}
    if len(found) > AT_ONCE:
        last = found[AT_ONCE - 1]
        cursor = f"{getattr(last, column).isoformat()}~{last.pk}"
        links["older"] = f"{here}?{urlencode({**asked, 'after': cursor})}"
    return found[:AT_ONCE], links


def _read(after: str) -> tuple[datetime.datetime, uuid.UUID]:
    try:
        moment, key = after.split("~")
        at = datetime.datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise ValueError(moment)
        return at, uuid.UUID(key)
    except ValueError:
        text = _("This page of the list is not there any more. Begin with the first one.")
        raise InvalidInput(text, fields={"after": text}) from None

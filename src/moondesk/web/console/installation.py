"""How the installation is, and what happened to it."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import moondesk
from moondesk.audit.models import InstallationEntry
from moondesk.audit.queries import installation_entries
from moondesk.audit.rules import told
from moondesk.files.rules import size_words
from moondesk.kit.database import crossing
from moondesk.operating.queries import queue_standing
from moondesk.web import health
from moondesk.web.console.edge import OperatorRequest, for_operators, show
from moondesk.web.settings.audit_words import DOORS, KINDS, area_of, deed_of
from moondesk.web.settings.ledger.page import walk


@require_safe
@for_operators
def how(request: OperatorRequest) -> HttpResponse:
    """Show whether everything works."""
    queue = queue_standing()
    pending, waiting, failing = crossing("mail_standing")[0]
    disk = shutil.disk_usage(_there(settings.DATA_DIR))
    facts = [
        (_("Version"), moondesk.__version__, True),
        (_("Workers that live"), queue.workers, queue.workers > 0),
        (_("Jobs that wait"), queue.waiting, queue.oldest_seconds < health.QUEUE_LIMIT),
        (_("Jobs that failed"), queue.failed, queue.failed == 0),
        (_("Mails not looked at yet"), pending, True),
        (_("Mails that wait for a decision"), waiting, True),
        (_("Mailboxes that cannot be read"), failing, failing == 0),
        (_("Size of the database"), size_words(queue.database_bytes), True),
        (_("Room on this disk"), size_words(disk.free), disk.free > disk.total * 0.1),
    ]
    checks = [(name, value, value == "ok") for name, value in health.checks().items()]
    return show(request, "health", {"facts": facts, "checks": checks})


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest above it that exists: with files in a bucket nobody may have made it."""
    return folder if folder.exists() else _there(folder.parent)


@require_safe
@for_operators
def log(request: OperatorRequest) -> HttpResponse:
    """Show what happened to the installation and to no organization alone."""
    asked = request.GET.get("q", "")[:200].replace("\0", "")
    rows, links = walk(installation_entries(asked), "created_at", request.GET.dict(), reverse("console:audit"))
    return show(request, "audit", {"entries": [_entry(one) for one in rows], "links": links, "q": asked})


def _entry(one: InstallationEntry) -> dict[str, Any]:
    said = told(one.data)
    return {
        "at": one.created_at,
        "what": f"{area_of(one.name)}: {deed_of(one.name)}",
        "actor": one.actor_label,
        "kind": str(KINDS.get(one.actor_kind, one.actor_kind)),
        "door": str(DOORS.get(one.door, one.door)),
        "address": one.address or "",
        "reason": said.reason,
        "about": ", ".join(str(value) for value in said.about.values()),
    }

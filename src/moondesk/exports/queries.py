"""Reading exports: only who made one sees it."""

import datetime
import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.exports.errors import ExportNotFound, ExportNotReady
from moondesk.exports.models import TicketExport
from moondesk.exports.permissions import is_token, rights_of
from moondesk.exports.rules import ACTIVE, KEPT, MOST_READY, Content, ExportState
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.token_access import token_actors


def exports_of(actor: Actor, content: Content = Content.TICKETS) -> QuerySet[TicketExport]:
    """Return the exports that the actor may see, latest first."""
    if actor.member_id is None:
        return TicketExport.objects.none()
    rows = TicketExport.objects.filter(member_id=actor.member_id, content=content).order_by("-id")
    return rows.filter(token_id=actor.id) if is_token(actor) else rows


def get_export(
    actor: Actor, export_id: uuid.UUID, content: Content = Content.TICKETS, *, lock: bool = False
) -> TicketExport:
    """Return one export of the actor's own. Raises ``ExportNotFound``."""
    rows = exports_of(actor, content)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=export_id).first()
    if found is None:
        raise ExportNotFound(_("There is no such export."))
    return found


def check_ready(export: TicketExport, *, by: Actor) -> None:
    """Raise ``ExportNotReady`` unless the actor, as they are now, may have the file."""
    if not export.is_ready:
        raise ExportNotReady(_("There is no file to fetch: it is not finished, or its time is over."))
    asker = by if export.token_id in (None, by.id) else token_actors([export.token_id]).get(export.token_id)
    if asker is None or export.rights != rights_of(asker):
        raise ExportNotReady(_("What you may see has changed since. Export it again."))


def active_of(member_id: uuid.UUID) -> QuerySet[TicketExport]:
    """Return the member's exports that are under way or wait, in their order."""
    return TicketExport.objects.filter(member_id=member_id, state__in=ACTIVE).order_by("id")


def out_of_time(most: int = 200) -> list[TicketExport]:
    """Return exports whose files nobody may fetch any more, locked."""
    rows = TicketExport.objects.filter(state=ExportState.DONE, expires_at__lte=now()).order_by("id")
    return list(rows.select_for_update(of=("self",), skip_locked=True)[:most])


def beyond_room(member_id: uuid.UUID) -> list[TicketExport]:
    """Return exports of the member with older files than there is room for, locked."""
    rows = TicketExport.objects.filter(member_id=member_id, state=ExportState.DONE).order_by("-id")
    return list(rows.select_for_update(of=("self",))[MOST_READY - 1 :])


def forgotten() -> QuerySet[TicketExport]:
    """Return exports of long ago."""
    return TicketExport.objects.filter(~Q(state=ExportState.DONE), finished_at__lte=now() - KEPT)


def next_of(export_id: uuid.UUID) -> uuid.UUID | None:
    """Return the export of the same member that waited for this one, if this is over."""
    export = TicketExport.objects.filter(pk=export_id).first()
    if export is None or export.is_active:
        return None
    following: uuid.UUID | None = active_of(export.member_id).values_list("pk", flat=True).first()
    return following


def stuck(since: datetime.timedelta) -> list[uuid.UUID]:
    """Return exports that nobody has worked on for a while."""
    rows = TicketExport.objects.filter(state__in=ACTIVE, worked_at__lte=now() - since)
    return list(rows.order_by("id").values_list("pk", flat=True))

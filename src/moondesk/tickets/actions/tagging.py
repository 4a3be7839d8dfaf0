"""Tags as such: known once used, coloured, renamed and merged on all tickets that have them, in batches."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.doer import Cause
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import events
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.models import Ticket
from moondesk.tickets.naming_events import TagChanged
from moondesk.tickets.tag_models import Tag, TagMove
from moondesk.tickets.workflow import COLOURS

BATCH = 200
LENGTH = 40
MOST = 20


def tidy_tags(tags: Sequence[str]) -> list[str]:
    """Return tags as they are kept: small letters, no doubles. Raises ``InvalidTicket`` for one with a comma."""
    if any("," in tag or "\0" in tag for tag in tags):
        text = _("A tag has no comma in it.")
        raise InvalidTicket(text, fields={"tags": text})
    return list(dict.fromkeys(" ".join(tag.split()).lower()[:LENGTH] for tag in tags if tag.strip()))[:MOST]


def know_tags(names: Sequence[str]) -> None:
    """Write down tags that were never used before, so that they are suggested."""
    known = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
    Tag.objects.bulk_create([Tag(name=name) for name in names if name not in known], ignore_conflicts=True)


def colour_tag(tag: Tag, colour: str, *, by: Actor) -> None:
    """Give a tag a colour, or none."""
    by.require(Permission.TAG_MANAGE)
    if colour not in ("", *COLOURS):
        text = _("This cannot be chosen.")
        raise InvalidTicket(text, fields={"colour": text})
    if tag.colour != colour:
        tag.colour = colour
        tag.save(update_fields=["colour"])
        emit(TagChanged(subject_id=tag.pk, old=tag.name, new=tag.name, colour=colour), by=by)


def rename_tag(tag: Tag, name: str, *, by: Actor) -> Tag:
    """Give a tag another name on every ticket, by a job; with the name of another tag the two become one."""
    by.require(Permission.TAG_MANAGE)
    wanted = tidy_tags([name])
    if not wanted:
        text = _("Give the tag a name.")
        raise InvalidTicket(text, fields={"name": text})
    if wanted[0] == tag.name:
        return tag
    target, made = Tag.objects.get_or_create(name=wanted[0], defaults={"colour": tag.colour})
    move = TagMove(id=new_id(), old=tag.name, new=target)
    changed = TagChanged(
        subject_id=target.pk, old=tag.name, new=target.name, colour=target.colour, merged=not made, move=move.pk
    )
    move.event_id = emit(changed, by=by).pk
    move.save()
    tag.delete()
    return target


def move_tag_batch(move_id: uuid.UUID) -> bool:
    """Rename a tag on some tickets; say whether there may be more. May run again: it finds those that are left."""
    move = TagMove.objects.select_for_update(of=("self",)).select_related("new").filter(pk=move_id).first()
    if move is None:
        return False
    tickets = Ticket.objects.filter(tags__contains=[move.old]).select_for_update(of=("self",)).order_by("id")
    batch = list(tickets[:BATCH])
    by = system_actor(move.organization_id, cause=Cause(move.event_id, 0))
    for ticket in batch:
        old = ticket.tags
        ticket.tags = list(dict.fromkeys(move.new.name if one == move.old else one for one in old))
        ticket.version += 1
        ticket.save(update_fields=["tags", "version"])
        emit(events.TagsChanged(subject_id=ticket.pk, old=",".join(old), new=",".join(ticket.tags)), by=by)
    move.moved += len(batch)
    if len(batch) < BATCH:
        move.finished_at = move.finished_at or now()
    move.save(update_fields=["moved", "finished_at"])
    return len(batch) == BATCH

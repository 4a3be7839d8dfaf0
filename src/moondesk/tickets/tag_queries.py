"""Reading tags: suggestions while somebody types, and how often each is used."""

import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from moondesk.kit import tenancy
from moondesk.tickets.errors import TagNotFound
from moondesk.tickets.tag_models import Tag, TagMove


@dataclass(frozen=True)
class Used:
    """One tag and on how many tickets it is."""

    name: str
    colour: str
    tickets: int


def suggest_tags(words: str, most: int = 8) -> list[Tag]:
    """Return tags with the words in their name, those that begin with them first."""
    wanted = words.strip().lower().replace("\0", "")
    if not wanted:
        return []
    begin = list(Tag.objects.filter(name__startswith=wanted)[:most])
    inside = Tag.objects.filter(name__contains=wanted).exclude(name__startswith=wanted)
    return begin + list(inside[: most - len(begin)])


def names_of_tags(words: str, *, most: int) -> list[str]:
    """Return the names of tags with the words in them, or of the first there are."""
    if words:
        return [one.name for one in suggest_tags(words, most)]
    return list(Tag.objects.order_by("name").values_list("name", flat=True)[:most])


def get_tag(name: str) -> Tag:
    """Return a tag by its name, locked. Raises ``TagNotFound``."""
    tag = Tag.objects.select_for_update().filter(name=name.lower().replace("\0", "")).first()
    if tag is None:
        raise TagNotFound(_("There is no such tag."))
    return tag


def used_tags() -> list[Used]:
    """Return all tags and how often they are used, by one pass over the organization's tickets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tag, count(*) FROM tickets_ticket, unnest(tags) AS tag "
            "WHERE organization_id = %s AND deleted_at IS NULL GROUP BY tag",
            [tenancy.current_organization_id()],
        )
        counted = dict(cursor.fetchall())
    colours = dict(Tag.objects.values_list("name", "colour"))
    names = sorted({*counted, *colours})
    return [Used(name, colours.get(name, ""), counted.get(name, 0)) for name in names]


def tag_colours() -> dict[str, str]:
    """Return the colours of the tags that have one."""
    return dict(Tag.objects.exclude(colour="").values_list("name", "colour"))


def moves_to_finish() -> list[uuid.UUID]:
    """Return the renamings whose job was lost."""
    return list(TagMove.objects.filter(finished_at=None).order_by("id").values_list("pk", flat=True)[:100])

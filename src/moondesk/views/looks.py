"""How one member looks at lists: the columns of tables, how wide they are, how close rows stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from moondesk.organizations.actor import Actor
from moondesk.views.errors import InvalidView
from moondesk.views.models import ListLook
from moondesk.views.rules import DENSITIES, MOST_COLUMNS, MOST_WIDTHS, WIDTHS, is_column


@dataclass(frozen=True)
class Look:
    """What a member chose; what is empty is as usual."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    density: str = ""


def look_of(actor: Actor) -> Look:
    """Return how the actor's member looks at lists."""
    if actor.member_id is None:
        return Look()
    found = ListLook.objects.filter(member_id=actor.member_id).values_list("columns", "widths", "density").first()
    return Look(tuple(found[0]), found[1], found[2]) if found else Look()


def change_look(
    actor: Actor,
    *,
    columns: Sequence[str] | None = None,
    widths: Mapping[str, int] | None = None,
    density: str | None = None,
) -> None:
    """Keep what the member chose; what is None stays as it is. It concerns nobody else, so nobody is told."""
    if actor.member_id is None:
        return
    now = look_of(actor)
    wanted = list(dict.fromkeys(now.columns if columns is None else columns))
    given = dict(widths or {})
    wide = {key: pixels for key, pixels in now.widths.items() if key not in given} | given
    wide = {key: max(WIDTHS[0], min(WIDTHS[1], pixels)) for key, pixels in wide.items() if is_column(key)}
    wide = dict(list(wide.items())[-MOST_WIDTHS:])  # those of fields that went would be kept for ever
    close = now.density if density is None else density
    if len(wanted) > MOST_COLUMNS or not all(is_column(one) for one in wanted) or close not in DENSITIES:
        text = _("This cannot be chosen.")
        raise InvalidView(text, fields={"columns": text})
    parts = {"columns": wanted, "widths": wide, "density": close}
    ListLook.objects.update_or_create(member_id=actor.member_id, defaults=parts)

"""Reading the words of mails."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.channels.events import MailTemplateChanged
from moondesk.channels.models import MailTemplate
from moondesk.channels.wording.actions import check_place
from moondesk.channels.wording.rules import Texts
from moondesk.events.errors import NothingToUndo
from moondesk.events.queries import latest_named
from moondesk.tickets.models import Category

_LOOKED_AT = 200


@dataclass(frozen=True)
class Place:
    """Where words stand: a kind of mail, a language, and of confirmations a category."""

    kind: str
    language: str
    category: Category | None = None

    @property
    def category_id(self) -> uuid.UUID | None:
        """The category's id."""
        return self.category.pk if self.category else None

    def categories(self) -> list[Category]:
        """Return the categories that may have words of their own."""
        return list(Category.objects.all()) if self.kind == "confirmation" else []


def place_of(kind: str, language: str, category: uuid.UUID | None) -> Place:
    """Return where words stand. Raises ``MailTemplateNotFound``."""
    return Place(kind, language, check_place(kind, language, category))


def texts_at(place: Place) -> Texts | None:
    """Return the organization's own words; None where it has none."""
    rows = MailTemplate.objects.filter(kind=place.kind, language=place.language, category=place.category)
    row = rows.first()
    return texts_of(row) if row else None


def last_change(place: Place) -> tuple[uuid.UUID, uuid.UUID]:
    """Return of which row and by which operation the words were changed last. Raises ``NothingToUndo``."""
    wanted = {"kind": place.kind, "language": place.language}
    category = str(place.category_id) if place.category_id else None
    for event in latest_named(MailTemplateChanged.name, _LOOKED_AT):
        if wanted.items() <= event.data.items() and event.data.get("category") == category and event.operation:
            return event.subject_id, event.operation
    raise NothingToUndo(_("There is nothing here to undo."))


def texts_of(row: MailTemplate) -> Texts:
    """Return the words of a row."""
    return Texts(row.subject, row.heading, row.body)


def written() -> list[MailTemplate]:
    """Return all words that the organization wrote itself."""
    return list(MailTemplate.objects.select_related("category").order_by("kind", "language", "id"))

"""Reading the look of the organization in context."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from moondesk.branding.models import Branding
from moondesk.kit.errors import NotFound


@dataclass(frozen=True)
class Look:
    """The words of the help pages: by language a heading and a welcome, and the links at the foot."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)

    def text(self, name: str, *languages: str) -> str:
        """Return a text in the first of the languages that has it."""
        return next((said for one in languages if (said := self.texts.get(one, {}).get(name, ""))), "")

    def foot(self, *languages: str) -> list[dict[str, str]]:
        """Return the links with the labels of the first of the languages that has one."""
        found = []
        for link in self.links:
            labels = link["labels"]
            label = next((labels[one] for one in languages if labels.get(one)), "") or next(iter(labels.values()), "")
            found.append({"label": label, "href": link["url"]})
        return found


def current_look() -> Look:
    """Return the words of the help pages."""
    row = Branding.objects.values_list("texts", "links").first()
    return Look(*row) if row else Look()


def current_logo(mark: str) -> bytes:
    """Return the logo as a PNG. Raises ``NotFound`` when there is none, or another by now."""
    found = (
        Branding.objects.filter(organization__logo_mark=mark).values_list("logo", flat=True).first() if mark else None
    )
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return bytes(found)

"""Changing the look of an organization."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.branding.errors import InvalidBranding
from moondesk.branding.events import BrandingChanged
from moondesk.branding.logos import drawn_logo
from moondesk.branding.models import Branding
from moondesk.branding.rules import MOST_LINKS, hue_of, is_web_address
from moondesk.events.actions import emit
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.lines import line_problem
from moondesk.organizations.actions.names import set_look
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization

LENGTHS = {"heading": 80, "welcome": 300}
LABEL_LENGTH, URL_LENGTH = 40, 500


@dataclass(frozen=True)
class LinkEdit:
    """One link at the foot: its address, and its label by language."""

    url: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class LookEdit:
    """The look as somebody wants it. ``logo`` is name and content of a new one; ``drop_logo`` takes the old away.

    An empty ``colour`` leaves the colour as it is.
    """

    colour: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    links: Sequence[LinkEdit] = ()
    logo: tuple[str, bytes] | None = None
    drop_logo: bool = False


def change_look(organization: Organization, edit: LookEdit, *, by: Actor) -> None:
    """Give the organization this look. Raises ``InvalidBranding`` with all fields that do not fit."""
    by.require(Permission.ORGANIZATION_MANAGE)
    wrong: dict[str, str] = {}
    hue = _hue(edit.colour, organization.brand_hue, wrong)
    texts, links, drawn = _texts(edit.texts, wrong), _links(edit.links, wrong), _drawn(edit.logo, wrong)
    if wrong:
        raise InvalidBranding(next(iter(wrong.values())), fields=wrong)
    row = Branding.objects.select_for_update(of=("self",)).first() or Branding()
    mark, logo = organization.logo_mark, row.logo
    if drawn is not None:
        logo = drawn
        mark = hashlib.sha256(logo).hexdigest()[:16]
    elif edit.drop_logo:
        mark, logo = "", None
    row.logo = logo
    _write(organization, row, {"colour": hue, "logo": mark, "texts": texts, "links": links}, by)


def _write(organization: Organization, row: Branding, new: dict[str, Any], by: Actor) -> None:
    old = _present(organization, row)
    changed = tuple(name for name, value in new.items() if value != old[name])
    if not changed:
        return
    row.texts, row.links, row.updated_at = new["texts"], new["links"], now()
    set_look(organization, brand_hue=new["colour"], logo_mark=new["logo"])
    row.save()  # after the organization's own row: the trigger raises the version that pages keep by
    before, after = ({name: of[name] for name in changed} for of in (old, new))
    told = BrandingChanged(subject_id=organization.pk, changed=changed, hue=new["colour"], before=before, after=after)
    emit(told, by=by)


def _present(organization: Organization, row: Branding) -> dict[str, Any]:
    return {
        "colour": organization.brand_hue,
        "logo": organization.logo_mark,
        "texts": row.texts,
        "links": row.links,
    }


@undoes(BrandingChanged)
def take_look_back(event: Event, by: Actor) -> None:
    """Make the look what it was, unless it was changed again since. A logo that was replaced is gone."""
    by.require(Permission.ORGANIZATION_MANAGE)
    before, after = event.data.get("before") or {}, event.data.get("after") or {}
    if not before or "logo" in before:
        raise CannotUndo(_("A logo that was replaced is not kept. Upload it again."))
    organization = current_organization()
    row = Branding.objects.select_for_update(of=("self",)).first() or Branding()
    present = _present(organization, row)
    if any(present[name] != value for name, value in after.items()):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    _write(organization, row, present | before, by)


def _drawn(logo: tuple[str, bytes] | None, wrong: dict[str, str]) -> bytes | None:
    try:
        return drawn_logo(*logo) if logo is not None else None
    except InvalidBranding as error:
        wrong |= error.fields
        return None


def _hue(colour: str, present: int, wrong: dict[str, str]) -> int:
    if not colour.strip():
        return present
    hue = hue_of(colour)
    if hue is None:
        wrong["colour"] = _("Choose a colour such as #7a2e63. A grey has no colour to derive others from.")
        return present
    return hue


def _texts(given: Mapping[str, Mapping[str, str]], wrong: dict[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language, texts in given.items():
        _check_language(language, "texts", wrong)
        for name, most in LENGTHS.items():
            text = " ".join(texts.get(name, "").split())
            if text:
                _check_line(f"{name}-{language}", text, most, wrong)
                found.setdefault(language, {})[name] = text
    return found


def _links(given: Sequence[LinkEdit], wrong: dict[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for at, link in enumerate(given):
        url = link.url.strip()
        labels = {language: " ".join(label.split()) for language, label in link.labels.items() if label.strip()}
        if not url and not labels:
            continue
        if len(url) > URL_LENGTH or not is_web_address(url):
            wrong[f"url-{at}"] = _("Enter a whole address, such as https://example.com/terms.")
        elif not labels:
            wrong[f"url-{at}"] = _("Say what the link is called.")
        for language, label in labels.items():
            _check_language(language, f"url-{at}", wrong)
            _check_line(f"label-{at}-{language}", label, LABEL_LENGTH, wrong)
        found.append({"url": url, "labels": labels})
    if len(found) > MOST_LINKS:
        wrong["links"] = _("Use at most %(most)d links.") % {"most": MOST_LINKS}
    return found


def _check_language(language: str, name: str, wrong: dict[str, str]) -> None:
    if language not in dict(settings.LANGUAGES):
        wrong[name] = _("There is no such language.")


def _check_line(name: str, text: str, most: int, wrong: dict[str, str]) -> None:
    if line_problem(text, most):
        wrong[name] = _("Keep this under %(most)d characters, on one line.") % {"most": most + 1}

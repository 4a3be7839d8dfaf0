"""The sites whose pages may use the public API."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.webforms.errors import InvalidSites
from moondesk.webforms.events import ApiSitesChanged
from moondesk.webforms.models import ApiSites
from moondesk.webforms.queries import api_sites
from moondesk.webforms.rules import MOST_SITES, origin_of


def checked_sites(given: Iterable[str], field: str = "sites") -> list[str]:
    """Return sites as browsers write their origins. Raises ``InvalidSites`` beside the field."""
    found: list[str] = []
    for one in given:
        if not one.strip():
            continue
        origin = origin_of(one)
        if origin is None:
            text = _("This is no address of a site: %(site)s. Write it like https://www.example.com.")
            raise _wrong(field, text % {"site": one.strip()[:60]})
        found.append(origin)
    found = list(dict.fromkeys(found))
    if len(found) > MOST_SITES:
        raise _wrong(field, _("Up to %(most)s sites can be named.") % {"most": MOST_SITES})
    return found


def change_api_sites(sites: Iterable[str], *, by: Actor) -> list[str]:
    """Say whose pages may use the public API."""
    by.require(Permission.ORGANIZATION_MANAGE)
    before, after = api_sites(), checked_sites(sites)
    if before != after:
        ApiSites.objects.update_or_create(organization_id=by.organization_id, defaults={"origins": after})
        emit(ApiSitesChanged(subject_id=by.organization_id, before=before, after=after), by=by)
    return after


def _wrong(field: str, text: str) -> InvalidSites:
    return InvalidSites(text, fields={field: text})


@undoes(ApiSitesChanged)
def take_sites_back(event: Event, by: Actor) -> None:
    """Make the list what it was, unless it was changed again since."""
    if api_sites() != event.data["after"]:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    change_api_sites(event.data["before"], by=by)

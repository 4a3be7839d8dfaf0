"""Looking again at what proves domains, and tidying links that sign nobody in any more."""

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial

from django.db.models import Q

from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization, going_on
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import organization_ids
from moondesk.kit.egress.lookups import Lookups, NotNow
from moondesk.organizations.domains import note_record, proven_before, record_name
from moondesk.portals.models import Portal
from moondesk.portals.rules import RECHECKED, is_lost

type Note = Callable[[Collection[str] | None], None]

_AT_ONCE = 40
_SECONDS = 120.0
"""How long one organization's domains may take; what is left is the next round's, the longest unasked first."""


@periodic("49 * * * *")
def look_at_domains_again() -> None:
    """Look once a day whether the records of proven domains are still there.

    Asked outside of any transaction: DNS of others may take its time. No answer is written down too, so that names
    which never answer keep nobody else waiting.
    """
    for organization_id in organization_ids():
        with going_on("portals.look_at_domains_again", organization=str(organization_id)):
            with tenancy.organization(organization_id):
                due = _due()
            until = time.monotonic() + _SECONDS
            for domain, note in due:
                if time.monotonic() > until:
                    break
                found: list[str] | None = None
                with suppress(NotNow):
                    found = Lookups().ask(record_name(domain), "TXT")
                with tenancy.organization(organization_id):
                    note(found)


def _due() -> list[tuple[str, Note]]:
    from moondesk.portals.actions.proving import note_portal_record

    before = now() - RECHECKED
    portals = Portal.objects.filter(Q(checked_at=None) | Q(checked_at__lt=before), proven_at__isnull=False)
    return [
        *((domain, partial(note_portal_record, domain)) for domain in portals.values_list("domain", flat=True)),
        *((domain, partial(note_record, domain, is_lost=is_lost)) for domain in proven_before(before, most=_AT_ONCE)),
    ]


@periodic("31 4 * * *")
@each_organization
def drop_old_sign_in_links() -> None:
    """Remove what is known of links that sign nobody in any more."""
    from moondesk.portals.actions.signing_in import drop_old_links

    drop_old_links()

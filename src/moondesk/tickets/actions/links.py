"""Secret links by which a participant without an account follows a ticket."""

import datetime

from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.ids import digest, new_secret
from moondesk.tickets.models import AccessLink, Participant

LINK_DAYS = 90


def issue_link(participant: Participant) -> str:
    """Return a new secret for the participant. It is shown once, in a mail to them, and only its digest is kept."""
    secret = new_secret()
    until = now() + datetime.timedelta(days=LINK_DAYS)
    rows.insert(AccessLink(participant=participant, digest=digest(secret), expires_at=until))
    return secret


def revoke_links(participant: Participant) -> int:
    """Make every link of the participant stop working; returns how many did."""
    return AccessLink.objects.filter(participant=participant, revoked_at=None).update(revoked_at=now())

"""The mail that asks whoever sent a web form to confirm their address. It says nothing of what was typed."""

from django.core import signing
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter
from moondesk.channels.models import OutgoingMail
from moondesk.organizations.models import Organization
from moondesk.portals.queries import home_of
from moondesk.webforms.models import UnconfirmedRequest
from moondesk.webforms.queries import request_to_confirm

_signer = signing.Signer(salt="moondesk.webforms.confirmation")


def confirmation_mark(waiting: UnconfirmedRequest) -> str:
    """Return what the link in the mail carries: it names what waits, and nobody else can make one."""
    return _signer.sign(waiting.pk.hex)


def read_confirmation(mark: str) -> str:
    """Return the id of what waits, or nothing for a mark that is not ours."""
    try:
        return _signer.unsign(mark)
    except signing.BadSignature:
        return ""


def letter_to_confirm(mail: OutgoingMail, organization: Organization, secret: str) -> Letter:
    """Return what the mail says, in the language in which the form was filled in."""
    waiting = request_to_confirm(mail.event_id)
    with translation.override(waiting.language if waiting else organization.language):
        return Letter(
            subject=_("Confirm your message to %(name)s") % {"name": organization.name},
            language=translation.get_language() or "en",
            preheader=_("One press, and it reaches our team."),
            heading=_("Is this your address?"),
            paragraphs=[
                _("Somebody wrote to %(name)s with a form and gave this address.") % {"name": organization.name},
                _("If it was you, confirm it, and your message reaches our team."),
            ],
            button=_("Confirm my message"),
            url=f"{home_of(organization)}/confirm/{secret}",
            small=_("The link is good for three days."),
            foot=[_("Was it not you? Then you need not do anything, and nothing is kept.")],
        )

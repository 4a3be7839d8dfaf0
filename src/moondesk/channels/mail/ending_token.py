"""The mail that tells those who can replace a token that it ends soon, before the program behind it stops."""

import zoneinfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter, language_to
from moondesk.channels.mail.moments import moment_text
from moondesk.channels.models import OutgoingMail
from moondesk.events.queries import event_of
from moondesk.kit.clock import now
from moondesk.organizations.models import ApiToken, Organization
from moondesk.organizations.people import find_token
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import acting_member


def letter_of_ending_token(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what the mail says, in the member's language."""
    token = _token_of(mail)
    language = language_to(mail.member, organization)
    with translation.override(language):
        said = _("The API token %(name)s ends soon") % {"name": token.name if token else ""}
        zone = zoneinfo.ZoneInfo((mail.member and mail.member.user.time_zone) or organization.time_zone)
        ends = moment_text(token.expires_at, zone) if token and token.expires_at else ""
        return Letter(
            subject=said,
            language=language,
            preheader=_("The program that has it can do nothing here from then on."),
            heading=said,
            paragraphs=[
                _("It ends on %(moment)s. The program that has it can do nothing here from then on.")
                % {"moment": ends},
                _("Make a new token and give it to the program before that. Nothing else has to change."),
            ],
            button=_("Open the API tokens"),
            url=f"{settings.BASE_URL}/{organization.slug}/settings/tokens",
            foot=[_("You get this because the token is yours, or you manage those of the organization.")],
        )


def why_ending_is_not_told(mail: OutgoingMail) -> str:
    """Return why the mail is not sent any more, if it is not."""
    token, actor = _token_of(mail), acting_member(mail.member_id) if mail.member_id else None
    if token is None or token.revoked_at is not None or token.expires_at is None or token.expires_at <= now():
        return _("The token does not work any more.")
    may_know = actor is not None and (
        token.member_id == mail.member_id if token.member_id else actor.may(Permission.TOKEN_MANAGE)
    )
    return "" if may_know else _("This person may not manage the token.")


def _token_of(mail: OutgoingMail) -> ApiToken | None:
    return find_token(event_of(mail.event_id).subject_id)

"""What is said above a mail's text of what is not text: that it is encrypted, or what a calendar part says."""

import datetime
import zoneinfo

from babel import dates
from babel.core import get_global
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.invites import Invite, read_invite
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.organizations.queries import current_organization

_TO = " \u2013 "


def notices_of(parsed: ParsedMail) -> list[str]:
    """Return what is said above the text, in the language that is spoken."""
    found = []
    if parsed.sealed:
        text = _(
            "(This mail is encrypted, so it cannot be read here. "
            "Download it as it came and open it with your mail program.)"
        )
        found.append(text)
    for said in parsed.invites:
        try:
            found.append(_invite(read_invite(said)))
        except (ValueError, TypeError, OverflowError):
            continue
    return found


def _invite(invite: Invite) -> str:
    what = {"what": invite.summary or _("(no subject)")}
    titles = {
        "REQUEST": _("Invitation: %(what)s"),
        "CANCEL": _("Cancelled: %(what)s"),
        "REPLY": _("Answer to an invitation: %(what)s"),
        "COUNTER": _("Another time is proposed: %(what)s"),
    }
    lines = [titles.get(invite.method, _("Event: %(what)s")) % what]
    when = _when(invite)
    lines.append(_("When: %(when)s") % {"when": _("%(when)s, repeated") % {"when": when} if invite.repeats else when})
    if invite.where:
        lines.append(_("Where: %(where)s") % {"where": invite.where})
    if invite.method == "REPLY":
        lines.append(_answer(invite))
    elif invite.who:
        lines.append(_("Organized by: %(who)s") % {"who": invite.who})
    return "\n".join(line for line in lines if line)


def _answer(invite: Invite) -> str:
    said, _space, who = invite.answer.partition(" ")
    answers = {
        "ACCEPTED": _("%(who)s accepts."),
        "DECLINED": _("%(who)s declines."),
        "TENTATIVE": _("%(who)s accepts provisionally."),
    }
    return answers[said] % {"who": who} if said in answers else ""


def _when(invite: Invite) -> str:
    """Return the time by the organization's clock, or as its sender says it where nobody knows that zone."""
    begins, ends = datetime.datetime.fromisoformat(invite.starts), _end(invite)
    if "T" not in invite.starts:
        # The last day of an event of whole days is the one before its end.
        last = (ends - datetime.timedelta(days=1)).date() if ends else begins.date()
        return _day(begins) if last <= begins.date() else f"{_day(begins)}{_TO}{_day(last)}"
    # Windows has names of its own for zones.
    windows = get_global("windows_zone_mapping")
    zone, own = windows.get(invite.zone, invite.zone), current_organization().time_zone
    try:
        sent, ours = zoneinfo.ZoneInfo(zone), zoneinfo.ZoneInfo(own)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass
    else:
        begins = begins.replace(tzinfo=sent).astimezone(ours)
        ends, zone = ends.replace(tzinfo=sent).astimezone(ours) if ends else None, own
    text = f"{_day(begins)}, {begins:%H:%M}"
    if ends:
        text += f"{_TO.strip()}{ends:%H:%M}" if ends.date() == begins.date() else f"{_TO}{_day(ends)}, {ends:%H:%M}"
    return f"{text} ({zone})" if zone else text


def _end(invite: Invite) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(invite.ends) if invite.ends else None


def _day(day: datetime.date) -> str:
    language = (translation.get_language() or "en").replace("-", "_")
    return dates.format_date(day, "EEE d MMM y", locale=language)

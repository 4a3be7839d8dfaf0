"""Asking members for a second factor."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.differences import differences
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization, OwnFactorFirst
from moondesk.organizations.events import SecondFactorAsked
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.roles import names_of_roles
from moondesk.organizations.second_factor import is_covered
from moondesk.organizations.sign_in_rules import EVERYBODY

MOST_DAYS = 90


def ask_second_factor(organization: Organization, roles: Sequence[str], days: int, *, by: Actor) -> None:
    """Ask the members with these roles for a second factor; those who have none may take so many days to set one up.

    No roles ask nobody. The days count anew for all when somebody is asked who was not before. Raises
    ``InvalidOrganization`` beside the field, and ``OwnFactorFirst``: whoever asks others must not stand outside.
    """
    by.require(Permission.ORGANIZATION_MANAGE)
    asked = _roles(roles)
    if not 0 <= days <= MOST_DAYS:
        text = _("Give them 0 to %(most)s days.") % {"most": MOST_DAYS}
        raise InvalidOrganization(text, fields={"days": text})
    own = hold_organization()
    if asked:
        _check_own(by)
    _write(own, asked, days, by)


def follow_deleted_role(key: str, moves_to: str, *, by: Actor) -> None:
    """Ask those who get another role in place of one that is deleted, if those who had it were asked."""
    own = hold_organization()
    if key not in own.second_factor_roles:
        return
    kept = [moves_to if role == key else role for role in own.second_factor_roles if role != key or moves_to]
    _write(own, list(dict.fromkeys(kept)), own.second_factor_days, by)


def _write(own: Organization, asked: list[str], days: int, by: Actor) -> None:
    wanted = {"second_factor_roles": asked, "second_factor_days": days if asked else 0}
    before, after = differences({part: getattr(own, part) for part in wanted}, wanted)
    if not after:
        return
    for part, value in after.items():
        setattr(own, part, value)
    if "second_factor_roles" in after and _asks_more(before["second_factor_roles"], asked):
        own.second_factor_since = now()
    own.save(update_fields=[*after, "second_factor_since"])
    emit(SecondFactorAsked(subject_id=own.pk, before=before, after=after), by=by)


def _roles(given: Sequence[str]) -> list[str]:
    if EVERYBODY in given:
        return [EVERYBODY]
    known = names_of_roles()
    if any(role not in known for role in given):
        text = _("There is no such role.")
        raise InvalidOrganization(text, fields={"roles": text})
    return [role for role in known if role in given]


def _asks_more(before: Sequence[str], after: Sequence[str]) -> bool:
    return EVERYBODY not in before and bool(set(after) - set(before))


def _check_own(by: Actor) -> None:
    member = Member.objects.select_related("user").filter(pk__in=[by.member_id] if by.member_id else []).first()
    if member is not None and not is_covered(member.user, by.organization_id):
        raise OwnFactorFirst(_("Set up a second step for your own account first, so that you are not locked out."))

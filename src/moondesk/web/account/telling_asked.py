"""Telling members by mail, once, that their organization asks for a second factor that they do not have."""

from django.conf import settings

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.limits.actions import Limit, count
from moondesk.organizations.events import MemberChanged, RoleChanged, SecondFactorAsked
from moondesk.organizations.inheritance import heirs_of
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.queries import current_organization
from moondesk.organizations.roles import custom_roles, standing_by
from moondesk.organizations.second_factor import asked_from, demand_of, is_covered, members_without
from moondesk.web.account.jobs import deliver_account_mail

_ONCE = Limit("second_factor.told", 1, 7 * 24 * 3600)


@reacts([SecondFactorAsked])
def tell_those_without(event: Event) -> None:
    """Mail to each who has none, in their language."""
    if not event.data["after"].get("second_factor_roles") or count(_ONCE, str(event.pk)).over:
        return
    own = current_organization()
    for member, _moment in members_without(own):
        _tell(own, member)


@reacts([MemberChanged])
def tell_who_is_asked_by_a_new_role(event: Event) -> None:
    """Mail to somebody who got a role that is asked, and was not asked before: nothing else says so beforehand."""
    own = current_organization()
    since = own.second_factor_since
    if event.data["field"] != "roles" or since is None or since >= event.created_at:
        return  # whoever is asked since then was told by that
    member = Member.objects.select_related("user").filter(pk=event.subject_id, is_active=True).first()
    if member is None or asked_from(own, member) is None or is_covered(member.user, own.pk):
        return
    before = standing_by(event.data["old"].split(","))
    if demand_of(own).holds_from(before, member.created_at) is None and not count(_ONCE, str(event.pk)).over:
        _tell(own, member)


@reacts([MemberChanged])
def tell_who_is_let_in_again(event: Event) -> None:
    """Mail to somebody who was away when others were told."""
    if event.data["field"] != "is_active" or event.data["new"] != "True":
        return
    own = current_organization()
    member = Member.objects.select_related("user").filter(pk=event.subject_id, is_active=True).first()
    if member is None or asked_from(own, member) is None or is_covered(member.user, own.pk):
        return
    if not count(_ONCE, str(event.pk)).over:
        _tell(own, member)


@reacts([RoleChanged])
def tell_who_is_asked_as_their_role_is_another(event: Event) -> None:
    """Mail to those whose role stands on another one now that is asked, where what it stood on before was not."""
    before, own, roles = event.data["before"], current_organization(), custom_roles()
    if before["inherits"] == event.data["after"]["inherits"] or own.second_factor_since is None:
        return
    changed = next((role for role in roles if role.pk == event.subject_id), None)
    if changed is None or count(_ONCE, str(event.pk)).over:
        return
    touched = {changed.key} | heirs_of(changed.key, roles)
    changed.inherits = before["inherits"]
    for member, _moment in members_without(own):
        stood = standing_by(member.roles, roles)
        if touched & set(member.roles) and demand_of(own).holds_from(stood, member.created_at) is None:
            _tell(own, member)


def _tell(own: Organization, member: Member) -> None:
    user = member.user
    deliver_account_mail.enqueue(
        kind="second_factor_asked",
        recipient=user.email,
        user_id=str(user.pk),
        language=user.language or own.language or settings.LANGUAGE_CODE,
        organization=str(own.pk),
    )

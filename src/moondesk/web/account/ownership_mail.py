"""The mails to both sides of an offer of ownership, and to the other owners."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.accounts.queries import active_user
from moondesk.events.models import Event
from moondesk.events.queries import event_of
from moondesk.kit import tenancy
from moondesk.organizations.actor import ActorKind
from moondesk.organizations.models import Organization
from moondesk.organizations.queries import current_organization, member_of
from moondesk.organizations.roles import name_of_role
from moondesk.organizations.transfer import offer_by_id
from moondesk.organizations.transfer_events import OwnersChanged, OwnershipOffered, OwnershipTransferred
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.organizations.transfer_rules import Ending, OwnerChange
from moondesk.web.account.mail_words import Words
from moondesk.web.clock import zone
from moondesk.web.formats import datetime_text


@dataclass(frozen=True)
class _Told:
    """What a mail tells whom."""

    event: Event
    offer: OwnershipOffer
    own: Organization
    user: User

    @property
    def names(self) -> dict[str, str]:
        return {"name": self.own.name, "giver": self.offer.offered_by.name, "taker": self.offer.offered_to.name}

    @property
    def is_taker(self) -> bool:
        return bool(self.offer.offered_to.user == self.user)

    @property
    def is_giver(self) -> bool:
        return bool(self.offer.offered_by.user == self.user)


def ownership(user_id: str, organization: str, about: str) -> Words | None:
    """Return what the mail says; nothing where the offer that it tells of is over by now."""
    user = active_user(user_id)
    if user is None:
        return None
    with tenancy.organization(uuid.UUID(organization)):
        event = event_of(uuid.UUID(about))
        if event.name == OwnersChanged.name:
            return _changed(event, current_organization(), user)
        offer = offer_by_id(event.subject_id)
        if offer is None:
            return None
        told = _Told(event, offer, current_organization(), user)
        if event.name == OwnershipOffered.name:
            return _offered(told) if offer.ended_at is None else None
        return _transferred(told) if event.name == OwnershipTransferred.name else _ended(told)


def _offered(told: _Told) -> Words:
    names, own = told.names, told.own
    with timezone.override(zone(told.user.time_zone) or zone(own.time_zone)):
        until = _("The offer is good until %(moment)s.") % {"moment": datetime_text(told.offer.expires_at)}
    if told.is_taker:
        return Words(
            _("%(giver)s offers you %(name)s") % names,
            (
                _("%(giver)s wants to hand %(name)s on to you: you would be its owner.") % names,
                until,
                _("See what that means, then accept or decline. Nothing changes before."),
            ),
            _("See the offer"),
            _page("settings:ownership", own),
            _("If you did not expect this, decline it and tell the other owners."),
        )
    first = _("%(giver)s offers to make %(taker)s the owner of %(name)s in their place.") % names
    if told.is_giver:
        first = _("You offered to make %(taker)s the owner of %(name)s in your place.") % names
    return Words(
        _("%(name)s is offered to %(taker)s") % names,
        (first, until, _("Until it is accepted, any owner can withdraw the offer.")),
        _("See the offer"),
        _page("settings:transfer", own),
        _("If this should not happen, withdraw the offer and choose a new password."),
    )


def _transferred(told: _Told) -> Words:
    names, offer = told.names, told.offer
    lines = [_("%(taker)s accepted the offer of %(giver)s and is an owner now.") % names]
    if told.is_taker:
        lines = [_("You are an owner of %(name)s now. %(giver)s is not any more.") % names]
    if offer.keeps:
        role = name_of_role(offer.keeps)
        lines += [_("%(giver)s goes on here as %(role)s.") % (names | {"role": role})]
    else:
        lines += [_("%(giver)s left the organization.") % names]
    subject = _("You own %(name)s now") if told.is_taker else _("%(taker)s owns %(name)s now")
    if told.is_giver and not offer.keeps:
        return Words(subject % names, tuple(lines), _("Your organizations"), _place("organizations:list"))
    return Words(subject % names, tuple(lines), _("Open the desk"), _page("desk:list", told.own))


def _ended(told: _Told) -> Words:
    said = {
        Ending.DECLINED: _("%(taker)s declined it."),
        Ending.WITHDRAWN: _("An owner withdrew the offer."),
        Ending.EXPIRED: _("Nobody answered within seven days."),
        Ending.GIVER: _("%(giver)s is no owner any more."),
        Ending.TAKER: _("%(taker)s cannot become owner by it any more."),
        Ending.CLOSED: _("The organization is closed, or is being deleted."),
        Ending.ROLE: _("The role that %(giver)s would keep was deleted."),
    }[Ending(told.event.data["ending"])]
    return Words(
        _("%(name)s is not handed on") % told.names,
        (said % told.names, _("Its owners stay who they were.")),
        _("Open the desk"),
        _page("desk:list", told.own),
    )


def _changed(event: Event, own: Organization, user: User) -> Words:
    names = {"name": own.name, "person": event.data["label"], "doer": event.actor_label}
    subject = {
        OwnerChange.MADE: _("%(person)s is an owner of %(name)s now"),
        OwnerChange.INVITED: _("%(person)s is invited to own %(name)s"),
        OwnerChange.UNMADE: _("%(person)s is no owner of %(name)s any more"),
    }[OwnerChange(event.data["change"])]
    lines = [] if event.actor_kind == ActorKind.SYSTEM else [_("%(doer)s did this.") % names]
    lines += [_("An owner may do everything here: make and remove other owners, and delete the organization.")]
    warning = _("If this should not have happened, tell the other owners and choose a new password.")
    if member_of(user) is None:
        return Words(subject % names, tuple(lines), _("Your organizations"), _place("organizations:list"), warning)
    return Words(subject % names, tuple(lines), _("Open the desk"), _page("desk:list", own), warning)


def _page(name: str, own: Organization) -> str:
    return _place(name, slug=own.slug)


def _place(name: str, **kwargs: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, kwargs=kwargs)}"

"""Inviting by mail: one person or a pasted list, each with an answer of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.channels.actions import send_invitation
from moondesk.channels.queries import is_inbox
from moondesk.kit.errors import DomainError, NotAllowed, TooMany
from moondesk.organizations.actions import invite_member, renew_invitation
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import AlreadyMember, InvalidOrganization
from moondesk.organizations.models import Department, Invitation
from moondesk.organizations.rules import MOST_INVITED, Pasted, read_pasted


@dataclass(frozen=True)
class Place:
    """As what somebody is invited: a role, and the departments they will work in."""

    role: str
    departments: Sequence[Department] = ()


@dataclass(frozen=True)
class Answer:
    """What became of one of a pasted list: invited, or why not; ``deactivated`` is the id of a member to bring back."""

    text: str
    email: str
    is_invited: bool
    reason: str = ""
    deactivated: str = ""
    is_limit: bool = False
    is_repeated: bool = False


def invite_by_mail(email: str, place: Place, *, by: Actor, name: str = "") -> Invitation:
    """Invite an address and mail it the link. Raises what ``invite_member`` raises, and ``TooMany``."""
    invitation, secret = invite_member(email, place.role, by=by, departments=place.departments, name=name)
    if is_inbox(invitation.email):
        text = _("A desk receives mail at this address. Give one that only its owner reads.")
        raise InvalidOrganization(text, fields={"email": text})
    send_invitation(invitation, secret)
    return invitation


def resend_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Mail an invitation again, with a new link; the one before stops working."""
    again, secret = renew_invitation(invitation, by=by)
    send_invitation(again, secret)
    return again


def invite_many(text: str, place: Place, *, by: Actor) -> list[Answer]:
    """Invite everybody of a pasted list who can be; the others are told why not, and keep nobody from being invited.

    Raises ``InvalidOrganization`` when the list is empty or too long.
    """
    people = read_pasted(text)
    if not people or len(people) > MOST_INVITED:
        problem = _("Enter a mail address.")
        if people:
            problem = _("Invite at most %(most)d people at once; these are %(given)d.") % {
                "most": MOST_INVITED,
                "given": len(people),
            }
        raise InvalidOrganization(problem, fields={"email": problem})
    answers: list[Answer] = []
    seen: set[str] = set()
    for person in people:
        key = person.email.strip().lower()
        answers.append(_twice(person) if key in seen else _invite(person, place, by))
        seen.add(key)
    return answers


def _twice(person: Pasted) -> Answer:
    return Answer(
        person.text, person.email, is_invited=False, reason=_("This address is twice in the list."), is_repeated=True
    )


def _invite(person: Pasted, place: Place, by: Actor) -> Answer:
    try:
        with transaction.atomic():
            invitation = invite_by_mail(person.email, place, by=by, name=person.name)
    except AlreadyMember as error:
        gone = "" if error.extra["is_active"] else str(error.extra["member"])
        return Answer(person.text, person.email, is_invited=False, reason=error.message, deactivated=gone)
    except NotAllowed:
        raise
    except DomainError as error:
        if "role" in error.fields:
            raise
        too_many = isinstance(error, TooMany)
        return Answer(person.text, person.email, is_invited=False, reason=error.message, is_limit=too_many)
    return Answer(person.text, invitation.email, is_invited=True)

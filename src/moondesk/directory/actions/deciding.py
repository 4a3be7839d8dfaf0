"""What somebody here decides about a person of the directory, where it is not guessed."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.directory.actions.applying import apply_to
from moondesk.directory.actions.steps import connect_member, directory_actor
from moondesk.directory.errors import NothingToConnect, NothingToDecide
from moondesk.directory.events import DirectoryPersonDecided
from moondesk.directory.models import DirectoryPerson
from moondesk.directory.queries import lock_people, setup
from moondesk.events.actions import emit
from moondesk.organizations.actions.giving import check_reach
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission


def connect(person: DirectoryPerson, *, by: Actor) -> None:
    """Say that a person of the directory is the member who has their address.

    Raises ``NothingToConnect``, or ``MoreThanOwn`` for one who may do more than the actor.
    """
    by.require(Permission.DIRECTORY_MANAGE)
    member = Member.objects.filter(user__email=person.email).first() if person.email else None
    if member is None or DirectoryPerson.objects.filter(member=member).exists():
        raise NothingToConnect(_("There is no member with this address who could be connected."))
    check_reach(member, by=by)
    connect_member(person, member, by=by)
    apply_to([person], by=by)


def let_in(person: DirectoryPerson, *, by: Actor) -> None:
    """Let the directory bring a member back whom somebody here deactivated.

    Raises ``NothingToDecide``, or ``MoreThanOwn`` for one who may do more than the actor.
    """
    by.require(Permission.DIRECTORY_MANAGE)
    by.require(Permission.MEMBER_MANAGE)
    member = person.member
    if member is None or member.is_active or person.sent_away:
        raise NothingToDecide(_("This person is no member whom somebody deactivated."))
    check_reach(member, by=by)
    person.sent_away = True
    person.save(update_fields=["sent_away"])
    emit(DirectoryPersonDecided(subject_id=person.pk, user_name=person.user_name, decision="let_in"), by=by)
    apply_to([person], by=by)


def leave_out(person: DirectoryPerson, out: bool, *, by: Actor) -> None:
    """Do nothing about somebody whatever the directory says, or consider them again."""
    by.require(Permission.DIRECTORY_MANAGE)
    if person.left_out == out:
        return
    person.left_out = out
    person.save(update_fields=["left_out"])
    decision = "left_out" if out else "considered"
    emit(DirectoryPersonDecided(subject_id=person.pk, user_name=person.user_name, decision=decision), by=by)
    # Who else has their address is in no conflict with them any more.
    namesakes = Q(email=person.email) if person.email else Q(pk=person.pk)
    apply_to(lock_people(namesakes), by=by)


def welcome(member_id: uuid.UUID) -> None:
    """Connect somebody whom the directory invited and who has joined, and give them what they shall have."""
    member = Member.objects.select_related("user").filter(pk=member_id, is_active=True).first()
    if member is None or DirectoryPerson.objects.filter(member=member).exists():
        return
    waiting = lock_people(Q(email=member.user.email, member=None, invited_at__isnull=False))
    if len(waiting) == 1:
        by = directory_actor(setup(), system_actor(member.organization_id))
        connect_member(waiting[0], member, by=by)
        apply_to(waiting, by=by)


def note_activity(member_id: uuid.UUID) -> None:
    """Note that not the directory but somebody here opened or closed a member's door: it stays as they left it."""
    DirectoryPerson.objects.filter(member=member_id, sent_away=True).update(sent_away=False)

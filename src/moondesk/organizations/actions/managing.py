"""What category and type managers manage, beside their departments."""

import uuid
from collections.abc import Collection

from moondesk.events.actions import emit
from moondesk.organizations.actions.giving import check_reach, check_sight
from moondesk.organizations.actor import Actor
from moondesk.organizations.events import MemberChanged
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import hold_organization


def change_managed(member: Member, categories: Collection[uuid.UUID], types: Collection[str], *, by: Actor) -> None:
    """Let a member see and change the tickets of exactly these categories and types, whatever their department.

    The caller knows which there are; nobody changes a member who may do more than they (``MoreThanOwn``).
    """
    by.require(Permission.MEMBER_MANAGE)
    hold_organization()
    check_reach(member, by=by)
    added = set(categories) - set(member.managed_categories), set(types) - set(member.managed_types)
    check_sight(by, categories=added[0], types=added[1])
    for field, chosen in (("managed_categories", sorted(set(categories))), ("managed_types", sorted(set(types)))):
        old = getattr(member, field)
        if sorted(old) == chosen:
            continue
        setattr(member, field, chosen)
        member.save(update_fields=[field])
        words = [",".join(map(str, values)) for values in (old, chosen)]
        emit(MemberChanged(subject_id=member.pk, field=field, old=words[0], new=words[1]), by=by)

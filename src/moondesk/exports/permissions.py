"""Whose export it is, and what the asker could see when it was made."""

import hashlib

from moondesk.exports.rules import Content
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.permissions import Permission

NEEDED = {Content.TICKETS: Permission.TICKET_VIEW, Content.AUDIT: Permission.AUDIT_VIEW}


def may_export(actor: Actor, content: Content = Content.TICKETS) -> bool:
    """Say whether the actor takes something along: a member at the desk, or their token, who sees what is in it."""
    return actor.is_staff and actor.member_id is not None and actor.may(NEEDED[content])


def is_token(actor: Actor) -> bool:
    """Say whether the actor is a token: it sees its own exports only, as it may do less than its member."""
    return actor.kind is ActorKind.TOKEN


def rights_of(actor: Actor) -> str:
    """Return a digest of what the actor may see: a file that was made with other rights is given out no more."""
    scope = actor.scope
    parts = [
        sorted(one.value for one in actor.permissions),
        sorted(str(one) for one in scope.departments),
        sorted(str(one) for one in scope.categories),
        sorted(scope.types),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()

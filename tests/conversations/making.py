"""Test data of the composer: what is being written, and what helps to write."""

from collections.abc import Callable
from typing import Any

from moondesk.conversations.actions.drafts import save_draft
from moondesk.conversations.models import Draft
from moondesk.conversations.rules import MessageKind
from moondesk.organizations.queries import member_actor


def make_draft(body: str = "Hello") -> Draft:
    """Return what a member is writing."""
    from tests.factories import make_member, make_ticket

    draft = save_draft(make_ticket(), MessageKind.REPLY, body, by=member_actor(make_member()))
    assert draft is not None
    return draft


WRITING: dict[type, Callable[[], Any]] = {Draft: make_draft}

"""Saved views, for tests. Enter an organization before."""

from typing import Any

from moondesk.organizations.actor import Actor
from moondesk.organizations.queries import member_actor
from moondesk.views.actions import ViewEdit, create_view
from moondesk.views.looks import change_look
from moondesk.views.models import ListLook, SavedView


def make_view(
    name: str = "Refunds", *, by: Actor | None = None, question: dict[str, str] | None = None, **edit: Any
) -> SavedView:
    """Return a view of a new member's own, or as told."""
    from tests import factories

    if by is None:
        by = member_actor(factories.make_member())
    return create_view(ViewEdit(name=name, question={"tag": "refund"} if question is None else question, **edit), by=by)


def make_look() -> ListLook:
    """Return how a new member looks at lists."""
    from tests import factories

    member = factories.make_member()
    change_look(member_actor(member), columns=["subject", "due_at"], widths={"subject": 300}, density="compact")
    return ListLook.objects.get(member=member)

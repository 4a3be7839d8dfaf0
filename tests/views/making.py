"""Saved views, for tests. Enter an organization before."""

from typing import Any

from moondesk.organizations.actor import Actor
from moondesk.organizations.queries import member_actor
from moondesk.views.actions import ViewEdit, create_view, order_views, pin_view
from moondesk.views.looks import change_look
from moondesk.views.models import ListLook, OwnPlaces, SavedView


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


def make_places() -> OwnPlaces:
    """Return the own order and pins of a new member."""
    from tests import factories

    member = factories.make_member()
    actor = member_actor(member)
    view = make_view(by=actor)
    order_views([view.pk], by=actor)
    pin_view(view, is_pinned=False, by=actor)
    return OwnPlaces.objects.get(member=member)

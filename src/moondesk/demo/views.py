"""Saved views of the demo: one of the first agent's own, and one that a department shares."""

from moondesk.demo.cast import House
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import member_actor
from moondesk.views.actions import ViewEdit, create_view
from moondesk.views.rules import ViewScope

_OWN = {"en": "Mine by due date", "es": "Los míos por vencimiento"}
_SHARED = {"en": "Waiting, %(department)s", "es": "En espera, %(department)s"}


def save_views(house: House) -> None:
    """Save the views of the organization in context."""
    agent = next(one for one in house.colleagues if one.role is Role.SUPPORT_AGENT)
    shared = Department.objects.get(name=agent.departments[0])
    create_view(
        ViewEdit(
            name=_OWN[house.language],
            question={"assignee": "me", "stage": "open,in_progress,waiting"},
            sort="due_at",
        ),
        by=member_actor(Member.objects.get(name=agent.name)),
    )
    create_view(
        ViewEdit(
            name=_SHARED[house.language] % {"department": shared.name},
            question={"department": str(shared.pk), "stage": "waiting"},
            sort="last_message_at",
            scope=ViewScope.DEPARTMENT.value,
            department=shared.pk,
        ),
        by=member_actor(Member.objects.get(name=house.colleagues[0].name)),
    )

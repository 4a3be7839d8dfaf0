"""Which categories and types a category or type manager manages: a part of the page of members."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.kit.errors import InvalidInput
from moondesk.organizations import actions, people
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Category
from moondesk.tickets.rules import TicketType
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.members import show_members
from moondesk.web.settings.page import carry_out


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def managed(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Choose the categories and types that a member manages."""
    member = people.get_member(member_id)

    def change() -> None:
        known = {str(pk): pk for pk in Category.objects.values_list("pk", flat=True)}
        categories, types = request.POST.getlist("categories"), request.POST.getlist("types")
        if not set(categories) <= known.keys() or not set(types) <= {one.value for one in TicketType}:
            text = _("This cannot be chosen.")
            raise InvalidInput(text, fields={"categories": text})
        actions.change_managed(member, [known[one] for one in categories], types, by=request.actor)

    said = _("%(name)s manages other tickets now.") % {"name": member.name}
    return carry_out(request, "members", change, said, show_members)

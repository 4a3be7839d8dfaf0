"""What somebody who does not work at the desk cannot do through another door."""

import pytest

from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.api.conftest import is_problem, new_ticket, programs  # noqa: F401 - the fixture
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_an_employee_opens_no_ticket_in_the_name_of_another(cast: Cast, programs) -> None:  # noqa: F811
    with tenancy.organization(cast.acme.pk):
        before = Ticket.objects.count()
    employee = programs("employee")
    with tenancy.organization(cast.acme.pk):
        known = str(cast.customer.contact.pk)
    for requester in ({"email": "victim@x.test"}, {"email": "carla@customer.test"}, {"id": known}):
        is_problem(employee.post("/tickets", new_ticket(requester=requester, priority="urgent")), 403, "not_allowed")
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == before
        assert not Contact.objects.filter(email="victim@x.test").exists()
    assert programs("agent").post("/tickets", new_ticket()).status_code == 201

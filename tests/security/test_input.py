"""Input that no page sends: each door answers, none breaks, and nothing is changed."""

import base64

import pytest

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
NUL = "a\0b"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("desk/tickets/{number}/status", {"status": NUL}),
        ("desk/tickets/{number}/properties", {"category": NUL}),
        ("desk/tickets/{number}/properties", {"add_tags": NUL}),
        ("desk/tickets/{number}/messages", {"body": "Hello", "kind": "reply", "status": NUL}),
        ("desk/tickets/new", {"email": "a@x.test", "name": NUL, "subject": "s", "body": "b"}),
        ("settings/departments/new", {"name": NUL}),
        ("settings/organization", {"name": NUL, "language": "en", "time_zone": "UTC"}),
        ("settings/tokens", {"name": NUL, "days": "30"}),
    ],
)
def test_a_nul_in_a_form_is_refused(cast: Cast, client_of, path: str, fields: dict[str, str]) -> None:
    fields = fields | {"version": str(cast.ticket.version)}
    answer = client_of(cast.owner).post(f"/acme/{path.format(number=cast.ticket.number)}", fields)
    assert answer.status_code in (404, 422), path
    with tenancy.organization(cast.acme.pk):
        kept = Ticket.objects.get(pk=cast.ticket.pk)
    assert (kept.version, kept.tags) == (cast.ticket.version, cast.ticket.tags)


@pytest.mark.parametrize(
    "address",
    [
        "desk/?tag=%00", "desk/?status=%00", "desk/?category=%00", "desk/rows?tag=%00", "desk/contacts?q=%00",
        "desk/tickets/new?email=%00", "help/lookup?number=%00",
        "desk/contacts?after=" + base64.urlsafe_b64encode(b"01a1fc89-71ba-7001-8a5d-5fac77d6dae7\0").decode(),
    ],
)  # fmt: skip
def test_a_nul_in_an_address_is_refused(cast: Cast, client_of, address: str) -> None:
    assert client_of(cast.owner).get(f"/acme/{address}").status_code in (200, 404, 422)

"""What goes on, and what ends at once, where the operator switched a feature off."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from moondesk.api.streams.viewers import Asked, recognize, renew
from moondesk.directory.actions import applying
from moondesk.directory.models import DirectorySetup
from moondesk.events.models import Event
from moondesk.exports.actions import NewExport, start_export
from moondesk.exports.actions.writing import write_export
from moondesk.exports.rules import ExportFormat, ExportState
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.features import Feature
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.list_query import ListQuery
from tests.api.conftest import Program
from tests.directory.making import make_group, make_person
from tests.directory.test_applying import by_directory  # noqa: F401 - a fixture
from tests.harness.names import Names
from tests.harness.people import Cast
from tests.operating.test_switches import off
from tests.portals.test_domain import DOMAIN, served

pytestmark = pytest.mark.django_db


def test_owners_who_leave_take_their_tickets_along(cast: Cast, client_of: Any) -> None:
    off(cast, Feature.EXPORTS)
    owner = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(deletion_due_at=now() + datetime.timedelta(days=31))
        export = start_export(NewExport(ExportFormat.JSON, ListQuery()), by=cast.owner.actor)
    write_export(cast.acme.pk, export.pk)
    with tenancy.organization(cast.acme.pk):
        export.refresh_from_db()
    assert export.state == ExportState.DONE
    file = owner.get(f"/acme/desk/exports/{export.pk}/file")
    assert file.status_code == 200
    assert b"".join(file.streaming_content).startswith(b"[")
    file.close()


def test_an_export_before_leaving_is_not_begun_only_to_fail(cast: Cast, client_of: Any) -> None:
    off(cast, Feature.EXPORTS)
    said = client_of(cast.owner).post("/acme/settings/deletion/export", {"format": "json"})
    assert (said.status_code, said["Moondesk-Error"]) == (403, "feature_off")


def test_a_form_is_not_confirmed(cast: Cast) -> None:
    off(cast, Feature.WEB_FORMS)
    assert Client().get("/acme/help/confirm/any")["Moondesk-Error"] == "feature_off"


def test_a_stream_of_an_app_ends(cast: Cast) -> None:
    user = cast.agent.user
    user.set_password("eleven quiet herons wade")
    user.save()
    given = {"email": user.email, "password": "eleven quiet herons wade"}
    token = json.loads(Program().post("/sign-in", given).content)["access_token"]
    viewer = recognize(Asked({"authorization": f"Bearer {token}", "moondesk-organization": "acme"}, {}))
    for features, listens in (((), True), ((Feature.APPS,), False), ((Feature.EXPORTS,), True)):
        off(cast, *features)
        with tenancy.organization(cast.acme.pk):
            now_as = renew([viewer], Organization.objects.get())
        assert (now_as[viewer.key] is not None) is listens


@pytest.mark.django_db(transaction=True)
def test_whoever_wants_no_more_mails_is_not_turned_away_at_an_own_domain(cast: Cast, names: Names) -> None:
    served(names, cast.owner, is_used=True)
    off(cast, Feature.OWN_DOMAIN)
    sent = Client().post("/leave/unknown", headers={"Host": DOMAIN})
    assert sent.status_code == 404, "the page of leaving answers, which does not know this one"
    assert "Moondesk-Error" not in sent or sent["Moondesk-Error"] != "feature_off"


def test_what_a_directory_began_waits(by_directory: Cast) -> None:  # noqa: F811
    DirectorySetup.objects.update(is_on=False)
    make_group("Support", make_person("zoe@acme.test"))
    DirectorySetup.objects.update(is_on=True)
    off(by_directory, Feature.DIRECTORY)
    assert applying.apply_part(None, leavers=False, unasked=True) is None
    assert not Member.objects.filter(user__email="zoe@acme.test").exists()
    waits = Event.objects.get(name="directory.people_wait")
    assert waits.data["seconds"] == 3600
    off(by_directory)
    applying.apply_part(None, leavers=False, unasked=True)
    assert Member.objects.filter(user__email="zoe@acme.test").exists()

"""Deleting an organization: who may, who still comes in, how it is taken back, and that nothing of it stays."""

import datetime
import io
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import time_machine
from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.db import DatabaseError, connection, transaction
from django.test import Client

from moondesk.audit.models import InstallationEntry
from moondesk.channels.mail.store import find_inbox
from moondesk.channels.models import MailAddress, OutgoingMail
from moondesk.channels.reactions import mail_owners_of_deletion
from moondesk.channels.rules import Kind
from moondesk.events.models import Event
from moondesk.exports.models import TicketExport
from moondesk.files import storage
from moondesk.kit import database, tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.kit.tenancy import TenantModel
from moondesk.operating.actions import remove_organization
from moondesk.operating.jobs import watch_deletions
from moondesk.operating.tables import tenant_tables
from moondesk.organizations.actions.deletion import begin_deletion, take_back_deletion
from moondesk.organizations.errors import DeletionUnderWay, InvalidOrganization, NoDeletion, OrganizationInDeletion
from moondesk.organizations.models import Department, Organization
from moondesk.organizations.queries import organization_id_of, refuse_closed
from moondesk.organizations.sign_in_rules import ProviderKey
from tests import factories
from tests.harness.people import PASSWORD, Cast, Person
from tests.operating.ending import begin, move_end
from tests.web.account.test_fresh_proof import came_by_provider

PLACE = "/acme/settings/deletion"


def prove_again(client: Client, person: Person) -> None:
    """Let the session of a client be one in which the password was just asked once more."""
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person.user)
    session.save()


def with_password(person: Person) -> Person:
    """Give somebody a password, so that there is something to prove once more."""
    person.user.set_password(PASSWORD)
    person.user.save()
    return person


@pytest.mark.django_db
def test_only_an_owner_who_just_proved_it_and_typed_the_name(cast: Cast, client_of: Any) -> None:
    assert client_of(cast.administrator).get(PLACE).status_code == 403
    assert client_of(cast.agent).get(PLACE).status_code == 403
    owner = client_of(with_password(cast.owner))
    assert owner.get(PLACE)["Location"] == "/accounts/reauthenticate/?next=%2Facme%2Fsettings%2Fdeletion"
    assert owner.post(PLACE, {"name": "Acme Travel"}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Organization.objects.get().deletion_due_at is None, "nothing was proven, so nothing began"
    prove_again(owner, cast.owner)
    page = owner.get(PLACE)
    assert page.status_code == 200
    wrong = owner.post(PLACE, {"name": "Acme"})
    assert wrong.status_code == 422
    assert "Type the name exactly as it is written." in wrong.content.decode()
    assert owner.post(PLACE, {"name": " Acme Travel "}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        due_at = Organization.objects.get().deletion_due_at
    assert due_at is not None
    assert datetime.timedelta(days=29) < due_at - datetime.datetime.now(datetime.UTC) <= datetime.timedelta(days=30)


@pytest.mark.django_db
def test_an_old_session_of_an_owner_without_password_deletes_nothing(cast: Cast, client_of: Any) -> None:
    own = str(ProviderKey(cast.acme.pk, new_id()))
    path, headers = "/api/v1/organization/deletion", {"Moondesk-Organization": "acme"}
    for provider, leads_to in (("google", "/accounts/prove"), (own, "/acme/sign-in")):
        owner = client_of(cast.owner)
        came_by_provider(owner, cast.owner.user, seconds_ago=3600, provider=provider)
        for answer in (owner.get(PLACE), owner.post(PLACE, {"name": "Acme Travel"})):
            assert answer["Location"] == f"{leads_to}?next=%2Facme%2Fsettings%2Fdeletion"
        assert "once more" in owner.get(answer["Location"]).content.decode()
        refused = owner.post(path, {"name": "Acme Travel"}, content_type="application/json", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
        with tenancy.organization(cast.acme.pk):
            assert Organization.objects.get().deletion_due_at is None
        came_by_provider(owner, cast.owner.user, provider=provider)
        assert owner.get(PLACE).status_code == 200


@pytest.mark.django_db
def test_everybody_else_stands_outside_and_owners_have_one_page(
    cast: Cast, client_of: Any, token_of: Callable[..., str]
) -> None:
    secret = token_of(cast.owner)
    begin(cast)
    for person in (cast.administrator, cast.agent):
        answer = client_of(person).get("/acme/desk/")
        assert answer.status_code == 403
        assert "Acme Travel is being deleted." in answer.content.decode()
        assert client_of(person).get(PLACE).status_code == 403
        assert client_of(person).post(f"{PLACE}/taking-back").status_code == 403
    assert Client().get("/acme/help/").status_code == 403
    assert client_of(cast.customer).get("/acme/help/tickets").status_code == 403
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert client_of(cast.stranger).get("/acme/desk/").status_code == 404
    owner = client_of(cast.owner)
    for path in ("/acme/desk/", f"/acme/desk/tickets/{cast.ticket.number}", "/acme/settings/members"):
        assert owner.get(path)["Location"] == PLACE
    page = owner.get(PLACE).content.decode()
    assert "Acme Travel is being deleted" in page
    assert "Keep the organization" in page
    assert client_of(cast.stranger).get("/globex/desk/").status_code == 200


@pytest.mark.django_db
def test_an_owner_takes_it_back_and_all_is_as_before(cast: Cast, client_of: Any) -> None:
    begin(cast)
    with tenancy.organization(cast.acme.pk), pytest.raises(DeletionUnderWay):
        begin_deletion("Acme Travel", by=cast.owner.actor)
    owner = client_of(cast.owner)
    assert owner.post(f"{PLACE}/taking-back")["Location"] == "/acme/settings/organization"
    assert client_of(cast.agent).get("/acme/desk/").status_code == 200
    with tenancy.organization(cast.acme.pk):
        refuse_closed()
        with pytest.raises(NoDeletion):
            take_back_deletion(by=cast.owner.actor)
        with pytest.raises(NotAllowed):
            take_back_deletion(by=cast.administrator.actor)
        with pytest.raises(InvalidOrganization):
            begin_deletion("Globex", by=cast.owner.actor)


@pytest.mark.django_db
def test_the_month_is_the_databases_too(cast: Cast) -> None:
    """Whoever makes the application run SQL takes no organization's history away before its month is over."""
    with tenancy.organization(cast.acme.pk):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE organizations_organization SET deletion_due_at = now()")
        begin_deletion("Acme Travel", by=cast.owner.actor)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE organizations_organization SET deletion_due_at = now() - interval '1 day'")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT events_forget_removed(10)")
    assert remove_organization(cast.acme.pk) is False


@pytest.mark.django_db
def test_mail_is_sent_back_meanwhile_and_taken_in_again_afterwards(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        address = MailAddress.objects.filter(is_active=True).first() or factories.make_mail_address()
    assert find_inbox(address.address) is not None
    begin(cast)
    assert find_inbox(address.address) is None
    assert database.crossing("inbox_by_address", address.address), "it is still nobody else's to sign up with"
    with tenancy.organization(cast.acme.pk):
        take_back_deletion(by=cast.owner.actor)
    assert find_inbox(address.address) is not None


@pytest.mark.django_db
def test_owners_are_mailed_at_the_beginning_a_week_and_a_day_before_and_when_it_is_over(cast: Cast) -> None:
    begun = begin(cast)
    assert begun.deletion_due_at is not None

    def told() -> list[str]:
        with tenancy.organization(cast.acme.pk):
            for event in Event.objects.filter(name__startswith="organization.deletion").order_by("id"):
                mail_owners_of_deletion(event)
            mails = OutgoingMail.objects.filter(kind=Kind.DELETION).order_by("id")
            assert {one.recipient for one in mails} <= {cast.owner.user.email}
            return [one.member.name for one in mails if one.member]

    assert len(told()) == 1
    for before, mails in ((8, 1), (6, 2), (5, 2), (0.5, 3), (0.4, 3)):
        with time_machine.travel(begun.deletion_due_at - datetime.timedelta(days=before), tick=False):
            watch_deletions()
            assert len(told()) == mails, before
    with tenancy.organization(cast.acme.pk):
        take_back_deletion(by=cast.owner.actor)
    assert len(told()) == 4


@pytest.mark.django_db
def test_programs_ask_by_an_owners_session_and_no_token_does(
    cast: Cast, client_of: Any, token_of: Callable[..., str]
) -> None:
    path, headers = "/api/v1/organization/deletion", {"Moondesk-Organization": "acme"}
    token = {"Authorization": f"Bearer {token_of(cast.owner)}"}
    refused = Client().post(path, {"name": "Acme Travel"}, content_type="application/json", headers=token)
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
    owner = client_of(with_password(cast.owner))

    def ask(client: Client, method: str, **more: Any) -> Any:
        return getattr(client, method)(path, content_type="application/json", headers=headers, **more)

    early = ask(owner, "post", data={"name": "Acme Travel"})
    assert (early.status_code, early.json()["code"]) == (403, "proof_needed")
    prove_again(owner, cast.owner)
    assert ask(owner, "post", data={"name": "acme"}).json()["fields"] == {
        "name": "Type the name exactly as it is written."
    }
    begun = ask(owner, "post", data={"name": "Acme Travel"})
    assert (begun.status_code, begun.json()["asked_by"]) == (201, cast.owner.member.name)  # type: ignore[union-attr]
    assert ask(owner, "get").json() == begun.json()
    assert owner.get("/api/v1/me", headers=headers).json()["code"] == "organization_in_deletion"
    assert ask(client_of(cast.administrator), "delete").json()["code"] == "organization_in_deletion"
    assert ask(owner, "delete").status_code == 204
    assert owner.get("/api/v1/me", headers=headers).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_tickets_are_taken_along_while_it_is_closed(
    cast: Cast, client_of: Any, run_jobs: Callable[[], None]
) -> None:
    begin(cast)
    owner = client_of(cast.owner)
    assert owner.post(f"{PLACE}/export", {"format": "yaml"}).status_code == 422
    assert owner.post(f"{PLACE}/export", {"format": "json"}).status_code == 302
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        export = TicketExport.objects.get()
    path = f"/acme/desk/exports/{export.pk}/file"
    assert path in owner.get(PLACE).content.decode()
    assert cast.ticket.number in owner.get(path).getvalue().decode()
    assert client_of(cast.administrator).get(path).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_stays_but_that_it_was_there(
    cast: Cast, superuser: "psycopg.Connection[Any]", run_jobs: Callable[[], None]
) -> None:
    with tenancy.organization(cast.acme.pk):
        parent = factories.make_ticket(department=cast.flights)
        make_every_row()
        key = storage.new_key()
    begin(cast)
    run_jobs()
    storage.put(key, io.BytesIO(b"left"), 4)
    before = counts(superuser, cast.globex)
    assert counts(superuser, cast.acme)["tickets_ticket"] > 1
    move_end(superuser, cast.acme, "-1 hour")
    with tenancy.organization(cast.acme.pk), pytest.raises(DeletionUnderWay):
        take_back_deletion(by=cast.owner.actor)
    watch_deletions()
    left = {table: rows for table, rows in counts(superuser, cast.acme).items() if rows}
    assert left == {}
    assert counts(superuser, cast.globex) == before, "the neighbour has what it had"
    assert not list(storage.keys_below(cast.acme.pk.hex))
    assert not superuser.execute("SELECT 1 FROM organizations_organization WHERE id = %s", [cast.acme.pk]).fetchall()
    entry = InstallationEntry.objects.get(name="organization.removed")
    assert entry.data["organization"] == "acme"
    assert entry.data["asked_by"] == cast.owner.member.name  # type: ignore[union-attr]
    assert entry.data["tickets"] >= 2
    assert parent.number not in str(entry.data)
    with pytest.raises(Exception, match="no such organization"):
        organization_id_of("acme")
    watch_deletions()


def make_every_row() -> None:
    """Have a row in every table of an organization, and in those that point to their own kind a chain of three."""
    for model, make in factories.FACTORIES.items():
        if issubclass(model, TenantModel):
            make()
    above = None
    for name in ("Above", "Middle", "Below"):
        above = Department.objects.create(name=name, parent=above)


def counts(superuser: "psycopg.Connection[Any]", organization: Organization) -> dict[str, int]:
    """Return how many rows of an organization each table has that could have any."""
    tables = [one.name for one in tenant_tables()]
    assert {model._meta.db_table for model in TenantModel.__subclasses__()} <= set(tables)
    return {
        table: superuser.execute(
            f'SELECT count(*) FROM "{table}" WHERE organization_id = %s',  # type: ignore[arg-type]
            [organization.pk],
        ).fetchone()[0]  # type: ignore[index]
        for table in tables
    }


@pytest.mark.django_db
def test_what_is_closed_says_why(cast: Cast) -> None:
    begin(cast)
    with tenancy.organization(cast.acme.pk), pytest.raises(OrganizationInDeletion):
        refuse_closed()

"""Taking the demo organizations away again."""

import uuid

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection

from moondesk.accounts.models import User
from moondesk.demo.cast import HOUSES
from moondesk.events.models import Event
from moondesk.files import storage
from moondesk.kit import tenancy
from moondesk.kit.database import crossing
from moondesk.kit.tenancy import TenantModel
from moondesk.organizations.models import Organization
from moondesk.organizations.queries import memberships_of


def remove() -> list[str]:
    """Remove the demo organizations with all that is in them, and their users; returns the slugs removed.

    An organization that merely has the slug of one is left alone.
    """
    gone = []
    for house in HOUSES:
        rows = crossing("organization_by_slug", house.slug)
        if rows and _remove(rows[0][0]):
            _remove_users(house.domain)
            gone.append(house.slug)
    return gone


def _remove_users(domain: str) -> None:
    """Remove the demo's users, but for those who meanwhile belong elsewhere too."""
    for user in User.objects.filter(email__endswith=f"@{domain}"):
        if not memberships_of(user) and not crossing("portals_of", user.pk):
            EmailAddress.objects.filter(user=user).delete()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM accounts_user WHERE id = %s", [user.pk])


def _remove(organization_id: uuid.UUID) -> bool:
    with tenancy.organization(organization_id):
        organization = Organization.objects.get()
        if not organization.is_demo:
            return False
        tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)]
        tables.remove(Event._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute("SELECT events_forget_demo()")
            for table in [*tables, "tickets_tally"]:
                cursor.execute(f'DELETE FROM "{table}" WHERE organization_id = %s', [organization.pk])  # noqa: S608
            cursor.execute("DELETE FROM organizations_organization WHERE id = %s", [organization.pk])
    for prefix in (organization_id.hex, f"{organization_id.hex}/mail"):
        storage.drop(list(storage.keys_below(prefix)))
    return True

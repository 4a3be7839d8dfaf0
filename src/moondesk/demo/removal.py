"""Taking the demo organizations away again."""

from django.apps import apps
from django.db import connection

from moondesk.accounts.models import User
from moondesk.demo.cast import HOUSES
from moondesk.kit import tenancy
from moondesk.kit.database import crossing
from moondesk.kit.tenancy import TenantModel
from moondesk.organizations.models import Organization


def remove() -> list[str]:
    """Remove the demo organizations with all that is in them, and their users; returns the slugs removed.

    An organization that merely has the slug of one is left alone.
    """
    gone = []
    for house in HOUSES:
        rows = crossing("organization_by_slug", house.slug)
        if rows and _remove(rows[0][0]):
            User.objects.filter(email__endswith=f"@{house.domain}").delete()
            gone.append(house.slug)
    return gone


def _remove(organization_id: object) -> bool:
    with tenancy.organization(organization_id):  # type: ignore[arg-type]
        organization = Organization.objects.get()
        if not organization.is_demo:
            return False
        tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)]
        with connection.cursor() as cursor:
            for table in [*tables, "tickets_tally"]:
                cursor.execute(f'DELETE FROM "{table}" WHERE organization_id = %s', [organization.pk])  # noqa: S608
            cursor.execute("DELETE FROM organizations_organization WHERE id = %s", [organization.pk])
    return True

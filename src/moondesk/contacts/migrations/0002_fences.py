"""Seal the first tables of contacts."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """The fences of contacts."""

    dependencies = [("contacts", "0001_initial")]

    operations = [
        fences.FenceTables(),
        fences.CreateCrossing("portals_of"),
    ]

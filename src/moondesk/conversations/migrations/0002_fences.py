"""Seal the first tables of conversations."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """The fences of conversations."""

    dependencies = [("conversations", "0001_initial"), ("tickets", "0002_fences"), ("contacts", "0002_fences")]

    operations = [
        fences.FenceTables(),
    ]

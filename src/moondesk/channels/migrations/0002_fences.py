"""Seal the first tables of channels."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """The fences of channels."""

    dependencies = [("channels", "0001_initial"), ("conversations", "0002_fences")]

    operations = [
        fences.FenceTables(),
        fences.CreateCrossing("inbox_by_address"),
    ]

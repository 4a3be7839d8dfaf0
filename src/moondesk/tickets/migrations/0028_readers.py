"""Readers of open tickets that are alike, and of contacts by parts of their names."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Functions alone."""

    dependencies = [
        ("tickets", "0027_open_subjects"),
        ("contacts", "0005_words"),
        ("channels", "0013_ways_out"),
    ]

    operations = [fences.RecreateCrossings("fa8f43aaccc8a225")]

"""Indexes of tags led by the organization; the one of subjects gives way to that of all words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Indexes, built beside the work that goes on."""

    atomic = False
    dependencies = [("tickets", "0020_search")]

    operations = [
        AddIndexConcurrently("ticket", GinIndex(fields=["organization", "tags"], name="ticket_tags_here")),
        RemoveIndexConcurrently("ticket", "ticket_tags"),
        RemoveIndexConcurrently("ticket", "ticket_subject_trigram"),
    ]

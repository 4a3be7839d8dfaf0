"""Find the counts of one assignee, or of nobody, by an index."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index in place of another."""

    atomic = False
    dependencies = [("tickets", "0018_counts_of_departments")]

    operations = [
        AddIndexConcurrently("tally", models.Index(fields=["organization", "assignee_id"], name="tally_assignee")),
        RemoveIndexConcurrently("tally", "tally_stage"),
    ]

"""Have the indexes of tags and of open tickets' subjects take in what is new at 128 kB.

Whoever asks them reads what they have not taken in yet, which was up to 4 MB (docs/decisions/search.md). No rewrite.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models

LIMIT = 128


class Migration(migrations.Migration):
    """Settings of indexes: no rewrite."""

    dependencies = [("tickets", "0030_how_words_fit")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"ALTER INDEX {name} SET (gin_pending_list_limit = {LIMIT})",
                    f"ALTER INDEX {name} RESET (gin_pending_list_limit)",
                )
                for name in ("ticket_tags_here", "ticket_open_subjects")
            ],
            [
                migrations.RemoveIndex("ticket", "ticket_tags_here"),
                migrations.AddIndex(
                    "ticket",
                    GinIndex(fields=["organization", "tags"], gin_pending_list_limit=LIMIT, name="ticket_tags_here"),
                ),
                migrations.RemoveIndex("ticket", "ticket_open_subjects"),
                migrations.AddIndex(
                    "ticket",
                    GinIndex(
                        models.F("organization_id"),
                        OpClass("subject", "gin_trgm_ops"),
                        gin_pending_list_limit=LIMIT,
                        name="ticket_open_subjects",
                        condition=models.Q(stage__in=["open", "in_progress", "waiting"], deleted_at=None),
                    ),
                ),
            ],
        ),
    ]

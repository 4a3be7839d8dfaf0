"""Have the index of contacts' letters take in what is new at 128 kB.

Every search reads what it has not taken in yet, which was up to 4 MB (docs/decisions/search.md). No rewrite.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """A setting of an index: no rewrite."""

    dependencies = [("contacts", "0006_surveys_off")]

    operations = [
        migrations.RunSQL(
            "ALTER INDEX contact_words SET (gin_pending_list_limit = 128)",
            "ALTER INDEX contact_words RESET (gin_pending_list_limit)",
        ),
    ]

"""Find contacts by parts of their names and addresses, also misspelt, without reading all."""

from django.db import migrations

from moondesk.kit.crossings import CONTACT_WORDS


class Migration(migrations.Migration):
    """An index, built beside the work that goes on."""

    atomic = False
    dependencies = [("contacts", "0004_phones"), ("tickets", "0020_search")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY contact_words ON contacts_contact "
            f"USING gin (organization_id, ({CONTACT_WORDS}) gin_trgm_ops)",
            "DROP INDEX CONCURRENTLY contact_words",
        ),
    ]

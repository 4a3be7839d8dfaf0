"""Proven domains are told of by the package of organizations from now on; their table stays. Not used since: nothing is dropped."""

from django.db import migrations


class Migration(migrations.Migration):
    """Django's picture only."""

    dependencies = [("channels", "0022_proven_domains")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="ProvenDomain")])]

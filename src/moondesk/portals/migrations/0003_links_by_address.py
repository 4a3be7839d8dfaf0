"""Find the links to an address without reading all: what is asked of a member is another, and theirs end."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """One index, built beside the work that goes on."""

    atomic = False
    dependencies = [("portals", "0002_unseen_since")]

    operations = [
        AddIndexConcurrently(
            "signinlink", models.Index(fields=["organization", "email"], name="sign_in_link_email")
        ),
    ]

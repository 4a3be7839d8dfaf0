"""What is like a misspelt word is looked for among a bounded number of tickets."""

from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    dependencies = [("tickets", "0022_wip_limit")]

    operations = [fences.RecreateCrossings("b0ab5eacb0b0234e")]

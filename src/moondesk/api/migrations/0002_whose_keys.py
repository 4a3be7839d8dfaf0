"""Say whose idempotency keys are kept: only the words about the column change, no rewrite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Public requests have keys of their own for each caller."""

    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="idempotencykey",
            name="actor_id",
            field=models.UUIDField(
                help_text="Whose key it is: member, token or participant; "
                "for public requests made of who calls from where"
            ),
        ),
    ]

"""Places that somebody holds among a few."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table, unlogged."""

    dependencies = [("limits", "0003_cache")]

    operations = [
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("holder", models.UUIDField(help_text="The process")),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key"], name="seat_key"),
                    models.Index(fields=["holder"], name="seat_holder"),
                    models.Index(fields=["ends_at"], name="seat_ends"),
                ],
            },
        ),
        migrations.RunSQL("ALTER TABLE limits_seat SET UNLOGGED", migrations.RunSQL.noop),
    ]

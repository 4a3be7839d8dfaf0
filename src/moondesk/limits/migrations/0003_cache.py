"""The table of Django's database cache, by which sign-in attempts are counted across processes. Unlogged: losing it is harmless."""

from django.db import migrations


class Migration(migrations.Migration):
    """Create the table that ``CACHES`` names."""

    dependencies = [("limits", "0002_unlogged")]

    operations = [
        migrations.RunSQL(
            'CREATE UNLOGGED TABLE "limits_cache" '
            '("cache_key" varchar(255) PRIMARY KEY, "value" text NOT NULL, "expires" timestamptz NOT NULL);'
            'CREATE INDEX "limits_cache_expires" ON "limits_cache" ("expires");',
            'DROP TABLE "limits_cache"',
        )
    ]

"""Which readings somebody asked for and when they began, and what a removed pull had written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Four columns."""

    dependencies = [
        ('directory', '0003_pull'),
    ]

    operations = [
        migrations.AddField(
            model_name='directorygroup',
            name='was_pulled',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether a pull that was removed wrote it, and nobody since'),
        ),
        migrations.AddField(
            model_name='directoryperson',
            name='was_pulled',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether a pull that was removed wrote them, and nobody since'),
        ),
        migrations.AddField(
            model_name='directoryrun',
            name='began_at',
            field=models.DateTimeField(help_text='When a worker took it up, the last time', null=True),
        ),
        migrations.AddField(
            model_name='directoryrun',
            name='was_asked',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether a person or program asked for it: then all of it is read'),
        ),
    ]

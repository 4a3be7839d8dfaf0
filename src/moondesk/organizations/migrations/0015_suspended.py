"""The operator can close an organization."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0014_logo_mark'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='suspended_at',
            field=models.DateTimeField(editable=False, help_text='Since when the operator keeps it closed', null=True),
        ),
    ]

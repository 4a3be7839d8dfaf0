"""What proves who sent a received mail, and which server handed it over."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0010_ledger_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='receivedmail',
            name='evidence',
            field=models.JSONField(db_default={}, default=dict, help_text='What SPF, DKIM and DMARC said'),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='helo',
            field=models.CharField(blank=True, db_default='', default='', max_length=255),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='peer',
            field=models.GenericIPAddressField(help_text='Which network address handed it over by SMTP', null=True),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='proof',
            field=models.CharField(blank=True, db_default='', default='', help_text='Whether it is from its sender', max_length=12),
        ),
    ]

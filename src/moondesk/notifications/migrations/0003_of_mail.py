"""A notification may tell of how mail comes in, and then of no ticket. No rewrite: a null is allowed, a help text."""

import django.db.models.deletion
from django.db import migrations, models

import moondesk.kit.tenancy


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_bundles'),
        ('organizations', '0007_views_version'),
        ('tickets', '0029_readers_of_two_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='notification',
            name='subject_id',
            field=models.UUIDField(help_text='Without a ticket: a mailbox, or the organization of the mails', null=True),
        ),
        migrations.AlterField(
            model_name='notification',
            name='actor_label',
            field=models.CharField(help_text='Who did it last, or the mailbox', max_length=254),
        ),
        migrations.AlterField(
            model_name='notification',
            name='ticket',
            field=moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket'),
        ),
    ]

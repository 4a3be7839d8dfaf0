"""The mail ledger: what was decided about mails that waited, whom to let in, and raw mails in the file store.

The column of raw mails may be empty from now on: no rewrite, only the mark that forbade it goes.
"""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Columns and tables of the ledger, and the reader that finds mails by words."""

    dependencies = [
        ('channels', '0008_signatures'),
        ('conversations', '0009_draft_files'),
        ('organizations', '0007_views_version'),
        ('tickets', '0024_starts_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerKeeping',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('waiting_days', models.PositiveSmallIntegerField(default=30)),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'keepings of mail ledgers',
            },
        ),
        migrations.CreateModel(
            name='ListedSender',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sender', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=5)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('created_by', models.CharField(blank=True, max_length=254)),
            ],
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='decided_at',
            field=models.DateTimeField(help_text='When somebody, or time, decided about one that waited', null=True),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='decided_by',
            field=models.CharField(blank=True, db_default='', default='', max_length=254),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='decision',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='given_sender',
            field=models.CharField(blank=True, db_default='', default='', max_length=254),
        ),
        migrations.AddField(
            model_name='receivedmail',
            name='raw_key',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AlterField(
            model_name='receivedmail',
            name='raw',
            field=models.BinaryField(help_text='The mail, until its bytes are in the file store', null=True),
        ),
        migrations.AddField(
            model_name='ledgerkeeping',
            name='organization',
            field=moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization'),
        ),
        migrations.AddField(
            model_name='listedsender',
            name='organization',
            field=moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization'),
        ),
        migrations.AddConstraint(
            model_name='ledgerkeeping',
            constraint=models.UniqueConstraint(fields=('organization',), name='ledger_keeping_once'),
        ),
        migrations.AddConstraint(
            model_name='listedsender',
            constraint=models.UniqueConstraint(fields=('organization', 'sender'), name='listed_sender_once'),
        ),
        fences.FenceTables("LedgerKeeping", "ListedSender"),
        fences.RecreateCrossings("02ae7875a09a8be7"),
    ]

"""A change of many tickets is one notification."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
        ('organizations', '0006_watch_mails'),
        ('tickets', '0022_wip_limit'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notification',
            name='notification_once',
        ),
        migrations.AddField(
            model_name='notification',
            name='bulk',
            field=models.UUIDField(help_text='The change of many tickets it tells of; ``ticket`` is the first', null=True),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(condition=models.Q(('bulk', None), ('read_at', None)), fields=('organization', 'member', 'ticket', 'kind'), name='notification_once'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(condition=models.Q(('bulk__isnull', False), ('read_at', None)), fields=('organization', 'member', 'bulk', 'kind'), name='notification_bundle'),
        ),
    ]

"""Who was sent away, is left out or gone, and the book of what a directory brought about."""

import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Three columns and a table with its fence."""

    dependencies = [
        ('directory', '0001_initial'),
        ('organizations', '0015_suspended'),
    ]

    operations = [
        migrations.AddField(
            model_name='directoryperson',
            name='gone_at',
            field=models.DateTimeField(help_text='When the directory removed them, while their leaving waits to be confirmed', null=True),
        ),
        migrations.AddField(
            model_name='directoryperson',
            name='left_out',
            field=models.BooleanField(db_default=False, default=False, help_text='Somebody here said: let them be'),
        ),
        migrations.AddField(
            model_name='directoryperson',
            name='sent_away',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether it was the directory that deactivated the member'),
        ),
        migrations.CreateModel(
            name='DirectoryEntry',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('done', models.CharField(choices=[('joined', 'joined'), ('invited', 'invited'), ('moved', 'moved'), ('left', 'left')], max_length=8)),
                ('name', models.CharField(max_length=120)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('old', models.JSONField(default=dict, help_text='Role and names of departments before')),
                ('new', models.JSONField(default=dict, help_text='Role and names of departments after')),
                ('unasked', models.BooleanField(default=True, help_text='Whether nobody here confirmed it')),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'verbose_name_plural': 'directory entries',
                'ordering': ('-created_at', '-id'),
                'indexes': [models.Index(fields=['organization', '-created_at', '-id'], name='directory_done')],
            },
        ),
        fences.FenceTables('directoryentry'),
    ]

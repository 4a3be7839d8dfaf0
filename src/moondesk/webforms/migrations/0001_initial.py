"""Web forms, what waits for confirmation, and the sites of the public API."""

import django.contrib.postgres.fields
import django.db.models.deletion
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Web forms, and their fence."""

    initial = True

    dependencies = [
        ('organizations', '0007_views_version'),
        ('tickets', '0024_starts_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='WebForm',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('titles', models.JSONField(default=dict)),
                ('intros', models.JSONField(default=dict)),
                ('thanks', models.JSONField(default=dict)),
                ('asks_category', models.BooleanField(default=True, help_text='Whether the sender chooses, if none is fixed')),
                ('field_keys', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=40), help_text='Custom fields it asks; null for all those of the category', null=True)),
                ('sites', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list, help_text='Origins whose pages may show it')),
                ('takes_files', models.BooleanField(default=True)),
                ('confirms', models.BooleanField(default=False, help_text="Whether the sender's address is confirmed first")),
                ('retired_at', models.DateTimeField(help_text='Since when it is not shown', null=True)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('category', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.category')),
                ('department', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organizations.department')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='UnconfirmedRequest',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('field_values', models.JSONField(default=dict)),
                ('file_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('claim', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(max_length=10)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('category', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.category')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('ticket', moondesk.kit.tenancy.TenantForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('form', moondesk.kit.tenancy.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='webforms.webform')),
            ],
            options={
                'ordering': ('created_at',),
            },
        ),
        migrations.CreateModel(
            name='ApiSites',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('origins', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'verbose_name_plural': 'api sites',
                'constraints': [models.UniqueConstraint(fields=('organization',), name='api_sites_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='webform',
            constraint=models.UniqueConstraint(fields=('organization', 'key'), name='web_form_key'),
        ),
        migrations.AddIndex(
            model_name='unconfirmedrequest',
            index=models.Index(fields=['organization', 'expires_at'], name='unconfirmed_until'),
        ),
        fences.FenceTables('ApiSites', 'UnconfirmedRequest', 'WebForm'),
    ]

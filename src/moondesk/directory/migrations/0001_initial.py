"""People, groups and rules of external directories."""

import django.db.models.deletion
import django.db.models.functions.text
import moondesk.kit.clock
import moondesk.kit.ids
import moondesk.kit.tenancy
from django.db import migrations, models

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Five tables and their fences."""

    initial = True

    dependencies = [
        ('organizations', '0009_identity_providers'),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectoryGroup',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('scim', 'scim'), ('pull', 'pull')], max_length=8)),
                ('name', models.CharField(max_length=254)),
                ('external_id', models.CharField(blank=True, max_length=254)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='DirectoryPerson',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('scim', 'scim'), ('pull', 'pull')], max_length=8)),
                ('user_name', models.CharField(max_length=254)),
                ('external_id', models.CharField(blank=True, max_length=254)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('document', models.JSONField(default=dict)),
                ('invited_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=moondesk.kit.clock.now, editable=False)),
                ('updated_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('member', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organizations.member')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'verbose_name_plural': 'directory people',
                'ordering': ('user_name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='DirectoryMembership',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('group', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.directorygroup')),
                ('display', models.CharField(blank=True, help_text='How the directory calls them there', max_length=254)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('person', moondesk.kit.tenancy.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.directoryperson')),
            ],
        ),
        migrations.AddField(
            model_name='directorygroup',
            name='people',
            field=models.ManyToManyField(related_name='groups', through='directory.DirectoryMembership', to='directory.directoryperson'),
        ),
        migrations.CreateModel(
            name='DirectoryRule',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('everyone', 'everyone'), ('group', 'group'), ('attribute', 'attribute')], max_length=10)),
                ('attribute', models.CharField(blank=True, max_length=20)),
                ('value', models.CharField(blank=True, max_length=254)),
                ('role', models.CharField(blank=True, max_length=40)),
                ('department', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.department')),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
            ],
            options={
                'ordering': ('position', 'id'),
            },
        ),
        migrations.CreateModel(
            name='DirectorySetup',
            fields=[
                ('id', models.UUIDField(default=moondesk.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_on', models.BooleanField(default=False, help_text='Whether what the directory says is carried out')),
                ('changed_at', models.DateTimeField(default=moondesk.kit.clock.now)),
                ('organization', moondesk.kit.tenancy.OrganizationKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('set_up_by', moondesk.kit.tenancy.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.member')),
            ],
        ),
        migrations.AddIndex(
            model_name='directoryperson',
            index=models.Index(fields=['organization', 'external_id'], name='directory_external'),
        ),
        migrations.AddIndex(
            model_name='directoryperson',
            index=models.Index(fields=['organization', 'email'], name='directory_email'),
        ),
        migrations.AddConstraint(
            model_name='directoryperson',
            constraint=models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('user_name'), name='directory_user_name'),
        ),
        migrations.AddConstraint(
            model_name='directoryperson',
            constraint=models.UniqueConstraint(condition=models.Q(('member__isnull', False)), fields=('organization', 'member'), name='directory_member'),
        ),
        migrations.AddIndex(
            model_name='directorymembership',
            index=models.Index(fields=['organization', 'person'], name='directory_groups_of'),
        ),
        migrations.AddConstraint(
            model_name='directorymembership',
            constraint=models.UniqueConstraint(fields=('organization', 'group', 'person'), name='directory_in_group'),
        ),
        migrations.AddConstraint(
            model_name='directorygroup',
            constraint=models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('name'), name='directory_group_name'),
        ),
        migrations.AddConstraint(
            model_name='directorysetup',
            constraint=models.UniqueConstraint(fields=('organization',), name='directory_setup_once'),
        ),
        fences.FenceTables(),
    ]

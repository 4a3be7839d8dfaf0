"""What tells of mail is one notification while it is unread. The index is built beside the work; no rewrite."""

from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [('notifications', '0003_of_mail')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS notification_of_mail ON notifications_notification "
                    "(organization_id, member_id, subject_id, kind) WHERE read_at IS NULL AND subject_id IS NOT NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS notification_of_mail",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='notification',
                    constraint=models.UniqueConstraint(condition=models.Q(('read_at', None), ('subject_id__isnull', False)), fields=('organization', 'member', 'subject_id', 'kind'), name='notification_of_mail'),
                ),
            ],
        ),
    ]

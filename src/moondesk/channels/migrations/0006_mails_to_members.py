"""Mails to members about tickets."""

import django.db.models.deletion
import moondesk.kit.tenancy
from django.db import migrations

from moondesk.kit import fences


class Migration(migrations.Migration):
    """Whom of the organization a mail goes to, if to one of them."""

    dependencies = [("channels", "0005_kept_mails"), ("organizations", "0006_watch_mails")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="member",
            field=moondesk.kit.tenancy.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organizations.member",
            ),
        ),
        migrations.RunSQL(
            fences.reference_sql("channels_outgoingmail", "member_id", "organizations_member"), migrations.RunSQL.noop
        ),
    ]

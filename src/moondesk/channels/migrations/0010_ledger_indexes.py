"""Find mails of the ledger by what they are asked for, and sent ones, without reading all."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from moondesk.kit.crossings import MAIL_WORDS


class Migration(migrations.Migration):
    """An index for each question, built beside the work that goes on."""

    atomic = False
    dependencies = [("channels", "0009_ledger")]

    operations = [
        AddIndexConcurrently(
            model_name='outgoingmail',
            index=models.Index(fields=['organization', '-created_at'], name='outgoing_latest'),
        ),
        AddIndexConcurrently(
            model_name='outgoingmail',
            index=models.Index(fields=['organization', 'recipient', '-created_at'], name='outgoing_recipient'),
        ),
        AddIndexConcurrently(
            model_name='outgoingmail',
            index=models.Index(fields=['organization', 'state', '-created_at'], name='outgoing_state'),
        ),
        AddIndexConcurrently(
            model_name='outgoingmail',
            index=models.Index(fields=['organization', 'header_id'], name='outgoing_header_id'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(fields=['organization', 'sender', '-received_at'], name='received_sender'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(fields=['organization', 'recipient', '-received_at'], name='received_recipient'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(fields=['organization', 'outcome', '-received_at'], name='received_outcome'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(condition=models.Q(('reason', ''), _negated=True), fields=['organization', 'reason', '-received_at'], name='received_reason'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(condition=models.Q(('header_id', ''), _negated=True), fields=['organization', 'header_id'], name='received_header_id'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['organization', '-decided_at'], name='received_decided'),
        ),
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(condition=models.Q(('done_at__isnull', False), ('raw__isnull', False)), fields=['organization', 'done_at'], name='received_to_move'),
        ),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY received_words ON channels_receivedmail "
            f"USING gin (organization_id, ({MAIL_WORDS}))",
            "DROP INDEX CONCURRENTLY received_words",
        ),
    ]

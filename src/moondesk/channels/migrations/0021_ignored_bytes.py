"""Find ignored mails whose bytes are still here, to let these go."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built beside the work that goes on."""

    atomic = False
    dependencies = [("channels", "0020_quoted")]

    operations = [
        AddIndexConcurrently(
            model_name='receivedmail',
            index=models.Index(condition=models.Q(('outcome', 'ignored'), models.Q(('raw__isnull', False), models.Q(('raw_key', ''), _negated=True), _connector='OR')), fields=['organization', 'received_at'], name='received_ignored'),
        ),
    ]

"""Telephone numbers are found by their last digits."""

import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index; nothing is written."""

    atomic = False

    dependencies = [
        ('contacts', '0003_mail_trouble'),
        ('organizations', '0007_views_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='contact',
            index=models.Index(models.F('organization'), django.db.models.functions.text.Right(models.Func(models.F('phone'), models.Value('\\D'), models.Value(''), models.Value('g'), function='regexp_replace', output_field=models.CharField()), 7), condition=models.Q(('phone', ''), _negated=True), name='contact_phone'),
        ),
    ]

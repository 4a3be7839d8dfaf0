"""Who runs the installation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_shortcuts'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='is_operator',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether they run the installation'),
        ),
    ]

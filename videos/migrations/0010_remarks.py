"""What is said about a film that can be used, but not all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0009_stretches_of_clips"),
    ]

    operations = [
        migrations.AddField(
            model_name="film",
            name="remarks",
            field=models.JSONField(blank=True, default=list, help_text="What is not all of it: codes and seconds."),
        ),
    ]

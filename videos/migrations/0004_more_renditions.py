"""Places for the engine: more kinds of rendition, and jobs that take turns and can be called off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0003_moving"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="cancel_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="priority",
            field=models.PositiveSmallIntegerField(default=0, help_text="The higher goes first."),
        ),
        migrations.AddField(
            model_name="job",
            name="service",
            field=models.UUIDField(blank=True, help_text="Whose work it is: services take turns.", null=True),
        ),
        migrations.AlterField(
            model_name="rendition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("original", "Original"),
                    ("study", "Study copy"),
                    ("direct", "As filmed, made to play"),
                    ("small", "Small copy for a slow line"),
                    ("sprite", "Filmstrip"),
                    ("waveform", "Waveform"),
                    ("segment", "Part to watch while it is being made ready"),
                    ("poster", "Poster"),
                    ("index", "Frame index"),
                    ("clip", "Clip"),
                    ("still", "Still picture"),
                ],
                max_length=10,
            ),
        ),
    ]

"""A clip can be had in full detail: a kind of rendition, and the work that makes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0005_jobs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="kind",
            field=models.CharField(
                choices=[
                    ("prepare", "Make a film ready"),
                    ("cut", "Cut a clip"),
                    ("still", "Take a still"),
                    ("full", "Make a clip in full detail"),
                    ("move", "Seal anew for another case"),
                    ("erase", "Erase"),
                ],
                max_length=8,
            ),
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
                    ("full", "Clip in full detail"),
                    ("still", "Still picture"),
                ],
                max_length=10,
            ),
        ),
    ]

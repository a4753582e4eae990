"""A clip can be had in full detail: a kind of rendition, the job that makes it and for whom, the size it will have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0006_parts_of_both"),
    ]

    operations = [
        migrations.AddField(
            model_name="film",
            name="full_height",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="film",
            name="full_width",
            field=models.PositiveIntegerField(default=0, help_text="Width of a clip in full detail; 0: not noted."),
        ),
        migrations.AddField(
            model_name="job",
            name="asked_by",
            field=models.UUIDField(
                blank=True,
                help_text="Whose wish it is, where it is only done while they may watch the clip.",
                null=True,
            ),
        ),
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
                    ("small_part", "Part of the small copy, while it is being made"),
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

"""A kind for the parts of the small copy, which an attempt that goes on behind another one needs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0005_jobs"),
    ]

    operations = [
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
                    ("still", "Still picture"),
                ],
                max_length=10,
            ),
        ),
    ]

"""A film may have been erased already, when a backup from before still lists it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0010_remarks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="erasing",
            name="why",
            field=models.CharField(
                choices=[
                    ("rule", "Its time had passed"),
                    ("asked", "The family asked"),
                    ("not_needed", "It was no longer needed"),
                    ("mistake", "It was here by mistake"),
                    ("before", "It had been erased already; a backup from before still listed it"),
                ],
                max_length=12,
            ),
        ),
    ]

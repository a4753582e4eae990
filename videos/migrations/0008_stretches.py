"""A long film can be made by several workers: a kind of job for a stretch of it, and which one that is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0007_full_detail"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="first_part",
            field=models.PositiveIntegerField(
                default=0, help_text="Of a stretch: its first part. It ends before `end_part`."
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="end_part",
            field=models.PositiveIntegerField(default=0),
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
                    ("stretch", "Make a stretch of a film"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="job", name="one_open_job_of_each_kind"),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=("kind", "subject", "first_part"),
                name="one_open_job_of_each_kind",
            ),
        ),
    ]

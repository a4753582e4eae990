"""Jobs take turns by service and say how long they will still take; those of before stand in the order they came."""

from django.db import migrations, models

PRIORITIES = {"cut": 20, "still": 20, "erase": 10}


def stand_in_line(apps, _schema_editor):
    """Work that waits gets the priority that new work gets."""
    waiting = apps.get_model("videos", "Job").objects.filter(state__in=["waiting", "running"])
    for kind, priority in PRIORITIES.items():
        waiting.filter(kind=kind).update(priority=priority)


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0004_more_renditions"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="seconds_left",
            field=models.PositiveIntegerField(
                blank=True, help_text="As measured by its worker; unknown until it has measured.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="lease_until",
            field=models.DateTimeField(
                blank=True, help_text="Running: until when it is held. Waiting: it rests until then.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["service", "priority", "started_at"], name="job_turns"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["subject", "made_at"], name="job_of_subject"),
        ),
        migrations.RunPython(stand_in_line, migrations.RunPython.noop),
    ]

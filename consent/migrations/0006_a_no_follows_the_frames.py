"""From here on no clip or still is without its stretch, nothing of an asset but its state changes, and law 2 decides."""

from django.db import migrations, models
from django.utils import timezone

from vigportal.ledger.triggers import AppendOnly


def put_in_force(apps, _schema_editor):
    apps.get_model("consent", "Law").objects.create(version=2, in_force_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0005_stretches"),
        ("videos", "0009_stretches_of_clips"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_pts__gt", models.F("first_pts")),
                    ("first_pts__isnull", False),
                    ("kind__in", ("clip", "still")),
                )
                | models.Q(("end_pts", None), ("first_pts", None), ("kind__in", ("case", "film"))),
                name="clips_and_stills_have_their_stretch",
            ),
        ),
        AppendOnly("consent_asset", free=("state",)),
        migrations.RunPython(put_in_force, migrations.RunPython.noop),
    ]

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("chain", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("chain", models.UUIDField(editable=False)),
                ("number", models.PositiveBigIntegerField(editable=False)),
                ("at", models.DateTimeField(editable=False)),
                ("service_id", models.UUIDField(editable=False)),
                ("event", models.CharField(editable=False, max_length=40)),
                ("facts", models.JSONField(editable=False)),
                ("purpose", models.CharField(editable=False, max_length=64)),
                ("rests_on", models.JSONField(editable=False)),
                ("previous_hash", models.CharField(editable=False, max_length=64)),
                ("hash", models.CharField(editable=False, max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["service_id", "-at"], name="entries_of_a_service"),
                    models.Index(fields=["actor", "-at"], name="entries_of_an_actor"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "number"), name="entries_of_a_chain_count_up")
                ],
            },
        ),
    ]

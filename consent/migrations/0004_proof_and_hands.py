"""What shows that a word was given; who put it into another language; who published a text."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0003_default_texts"),
        ("families", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consenttext",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="declaration",
            name="interpreter",
            field=models.CharField(
                blank=True, help_text="Who put it into another language, where somebody did.", max_length=80
            ),
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("drawn", "Drawn on the screen"),
                            ("typed", "Typed name"),
                            ("photo", "Photo of a paper form"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(blank=True, help_text="The name, where it was typed.", max_length=80)),
                ("object_name", models.CharField(blank=True, help_text="Its name in the vault.", max_length=120)),
                ("content_type", models.CharField(blank=True, max_length=40)),
                ("size", models.PositiveIntegerField(default=0, help_text="Bytes, before sealing.")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="families.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="declaration",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declarations",
                to="consent.proof",
            ),
        ),
        # SQLite makes a table anew when it changes, and the old one's fence goes with it.
        AppendOnly("consent_consenttext"),
        AppendOnly("consent_declaration"),
        AppendOnly("consent_proof"),
    ]

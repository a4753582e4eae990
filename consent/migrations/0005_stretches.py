"""A no follows the frames: stretches on clips and stills, noes that came along with a film, the law in force since."""

import django.db.models.deletion
from django.db import migrations, models

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_proof_and_hands")]

    operations = [
        migrations.AddField(
            model_name="asset",
            name="first_pts",
            field=models.BigIntegerField(help_text="Film time of a clip's or still's first frame, in µs.", null=True),
        ),
        migrations.AddField(
            model_name="asset",
            name="end_pts",
            field=models.BigIntegerField(help_text="Film time at which its last frame ends, in µs.", null=True),
        ),
        migrations.CreateModel(
            name="Law",
            fields=[
                ("version", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("in_force_at", models.DateTimeField()),
            ],
        ),
        AppendOnly("consent_law"),
        migrations.AddField(
            model_name="declaration",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                help_text="The no that came along with a film.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="consent.declaration",
            ),
        ),
        AppendOnly("consent_declaration"),
    ]

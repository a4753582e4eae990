"""What was said of who is in something stays as it was written. Apart: keys of many-to-many tables come last."""

from django.db import migrations

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("consent", "0007_second_hands"), ("ledger", "0002_append_only")]

    operations = [
        AppendOnly("consent_secondhand", once=("answer", "answered_at", "answered_by_id")),
        AppendOnly("consent_secondhand_people"),
        AppendOnly("consent_secondhand_concerned"),
        AppendOnly("consent_objection"),
        AppendOnly("consent_absence"),
    ]

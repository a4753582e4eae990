from django.db import migrations

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    """From here on rules and certificates stay as they were written, and a hold is lifted once."""

    dependencies = [("retention", "0001_first"), ("ledger", "0002_append_only")]

    operations = [
        AppendOnly("retention_schedule"),
        AppendOnly("retention_certificate"),
        AppendOnly("retention_hold", once=("lifted_at", "lifted_by_id")),
        AppendOnly("retention_certificatecount", free=("number",)),
    ]

from django.db import migrations

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    """From here on an entry stays as it was written, and a chain's end only moves."""

    dependencies = [("ledger", "0001_first")]

    operations = [
        AppendOnly("ledger_entry"),
        AppendOnly("ledger_chainhead", free=("number", "hash")),
    ]

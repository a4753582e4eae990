"""A finding about a person stays as it was recorded; a correction is a new one."""

from django.db import migrations

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("families", "0001_first"), ("ledger", "0002_append_only")]

    operations = [AppendOnly("families_personfact")]

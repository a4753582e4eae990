"""What was declared, read, shown or allowed stays as it was written."""

from django.db import migrations

from vigportal.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_first"), ("ledger", "0002_append_only")]

    operations = [
        AppendOnly("consent_assetchange"),
        AppendOnly("consent_confirmation"),
        AppendOnly("consent_consenttext"),
        AppendOnly("consent_declaration"),
        AppendOnly("consent_declarationline"),
        AppendOnly("consent_declaration_viewers"),
        AppendOnly("consent_declaration_lifts"),
        AppendOnly("consent_ceiling"),
    ]

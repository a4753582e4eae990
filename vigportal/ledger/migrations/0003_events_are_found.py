from django.db import migrations, models


class Migration(migrations.Migration):
    """A page of one group of events is found without reading all others. (An index leaves the fences standing.)"""

    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["service_id", "event", "-at"], name="events_of_a_service"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["chain", "event", "-number"], name="events_of_a_chain"),
        ),
    ]

"""The six headings of the principles of attuned interactions and guidance (AVIGuk), as editable vocabulary."""

from uuid import uuid4

from django.db import migrations

HEADINGS = (
    "Being attentive",
    "Encouraging initiatives",
    "Receiving initiatives",
    "Developing attuned interactions",
    "Guiding",
    "Deepening discussion",
)


def ship(apps, _schema_editor):
    heading = apps.get_model("videos", "Heading")
    heading.objects.bulk_create(heading(id=uuid4(), name=name, place=place) for place, name in enumerate(HEADINGS, 1))


class Migration(migrations.Migration):
    dependencies = [("videos", "0001_first")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]

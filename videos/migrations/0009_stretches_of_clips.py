"""A clip's stretch of its film moves to its asset. A still gets its clip's: which frame's time it was, only a key tells."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Greatest


def carry_over(apps, _schema_editor):
    asset, clip, still = (
        apps.get_model(*name) for name in (("consent", "Asset"), ("videos", "Clip"), ("videos", "Still"))
    )
    own = clip.objects.filter(asset=OuterRef("pk"))
    above = still.objects.filter(asset=OuterRef("pk"))
    for kind, rows, to in (("clip", own, ""), ("still", above, "clip__")):
        first, end = (Subquery(rows.values(f"{to}{name}")[:1]) for name in ("first_pts", "end_pts"))
        those = asset.objects.filter(kind=kind)
        those.update(first_pts=first, end_pts=end)
        those.update(end_pts=Greatest(F("end_pts"), F("first_pts") + 1))


class Migration(migrations.Migration):
    dependencies = [("videos", "0008_stretches"), ("consent", "0005_stretches")]

    operations = [
        migrations.AddField(
            model_name="film",
            name="digest",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Of the parts of its original: the same file has the same.",
                max_length=64,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="clip", name="first_pts"),
        migrations.RemoveField(model_name="clip", name="end_pts"),
    ]

"""The ledger leaves testimonies: it holds contributions of debates too, those already taken back or removed among them."""

import django.utils.timezone
from django.db import migrations, models


def gather(apps, schema_editor):
    """Lines of stories, as they were; contributions that their author took back, or that two managers removed."""
    ledger = apps.get_model("withdrawals", "Withdrawal").objects
    model = ledger.model
    stories = [
        model(kind="story", record=one.story_id, purpose=one.purpose, at=one.at)
        for one in apps.get_model("testimonies", "Withdrawal").objects.all()
    ]
    posts = [
        model(kind="post", record=one.public_id, at=one.taken_back_at)
        for one in apps.get_model("debate", "Post").objects.exclude(taken_back_at=None)
    ]
    removed = [
        model(kind=one.kind, record=one.record, purpose="removed", at=one.act.at)
        for one in apps.get_model("moderation", "Entry")
        .objects.filter(kind__in=("post", "room"), after="removed")
        .select_related("act")
    ]
    ledger.bulk_create([*stories, *posts, *removed], ignore_conflicts=True, batch_size=500)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("testimonies", "0006_voice_notes"),
        ("debate", "0001_first"),
        ("moderation", "0003_names_of_contributions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("story", "story"), ("post", "post"), ("room", "room")], max_length=8),
                ),
                ("record", models.UUIDField()),
                ("purpose", models.CharField(blank=True, max_length=12)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(fields=("kind", "record", "purpose"), name="taken_back_for_good"),
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]

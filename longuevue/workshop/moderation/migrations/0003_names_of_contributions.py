"""The journal once named a contribution of a debate by its first words, which its author may take back: an identifier, now."""

from django.db import migrations


def rename(apps, schema_editor):
    entries = apps.get_model("moderation", "Entry").objects
    for entry in entries.filter(kind="post").only("pk", "record"):
        entries.filter(pk=entry.pk).update(label=f"Contributions aux débats {str(entry.record)[:8]}")


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_alter_act_verdict_alter_entry_after_removal"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]

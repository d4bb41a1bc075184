"""The ledger of withdrawals is an app of its own, which has taken these lines over."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("testimonies", "0006_voice_notes"),
        ("withdrawals", "0001_initial"),
    ]

    operations = [migrations.DeleteModel(name="Withdrawal")]

"""Who one speaks as, for the quotas of a campaign."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("testimonies", "0004_arrivals"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="speaks_as",
            field=models.CharField(blank=True, max_length=30),
        ),
    ]

"""A campaign may be tied to a place and to a figure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("testimonies", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="area",
            field=models.CharField(blank=True, max_length=40, verbose_name="Le lieu dont on parle"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="marker",
            field=models.CharField(
                blank=True, max_length=80, verbose_name="Le chiffre à côté duquel les récits sont montrés"
            ),
        ),
    ]

"""Goals and agendas that a record serves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("links", "0005_parties_and_programmes"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallink",
            name="tags",
            field=models.JSONField(blank=True, default=list, verbose_name="Objectifs et agendas internationaux"),
        ),
        migrations.AddField(
            model_name="link",
            name="tags",
            field=models.JSONField(blank=True, default=list, verbose_name="Objectifs et agendas internationaux"),
        ),
    ]

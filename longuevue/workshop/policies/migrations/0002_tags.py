"""Goals and agendas that a decision serves; and the room of a commitment is named as its form names it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliberation",
            name="tags",
            field=models.JSONField(blank=True, default=list, verbose_name="Objectifs et agendas internationaux"),
        ),
        migrations.AddField(
            model_name="historicaldeliberation",
            name="tags",
            field=models.JSONField(blank=True, default=list, verbose_name="Objectifs et agendas internationaux"),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="question",
            field=models.CharField(blank=True, max_length=40, verbose_name="Question du débat"),
        ),
        migrations.AlterField(
            model_name="historicalcommitment",
            name="question",
            field=models.CharField(blank=True, max_length=40, verbose_name="Question du débat"),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="room",
            field=models.CharField(blank=True, max_length=40, verbose_name="Question du débat à laquelle il répond"),
        ),
        migrations.AlterField(
            model_name="historicalcommitment",
            name="room",
            field=models.CharField(blank=True, max_length=40, verbose_name="Question du débat à laquelle il répond"),
        ),
    ]

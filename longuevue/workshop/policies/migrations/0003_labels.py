"""The words of three fields: a question of a debate and an effect are chosen, no longer copied."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0002_tags"),
    ]

    operations = [
        migrations.AlterField(
            model_name="commitment",
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
            name="question",
            field=models.CharField(blank=True, max_length=40, verbose_name="Question du débat"),
        ),
        migrations.AlterField(
            model_name="historicalcommitment",
            name="room",
            field=models.CharField(blank=True, max_length=40, verbose_name="Question du débat à laquelle il répond"),
        ),
        migrations.AlterField(
            model_name="historicaltension",
            name="effect",
            field=models.CharField(blank=True, max_length=40, verbose_name="Effet du registre que les deux touchent"),
        ),
        migrations.AlterField(
            model_name="tension",
            name="effect",
            field=models.CharField(blank=True, max_length=40, verbose_name="Effet du registre que les deux touchent"),
        ),
    ]

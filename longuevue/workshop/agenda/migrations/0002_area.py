"""The territory of an event and of a line of the logs: empty, it is the first of the observatory."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0001_initial"),
        ("observatories", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="magazinespace",
            name="an_issue_is_measured_once",
        ),
        migrations.RemoveConstraint(
            model_name="venueyear",
            name="one_count_a_venue_and_year",
        ),
        migrations.AddField(
            model_name="councilitem",
            name="area",
            field=models.CharField(blank=True, max_length=80, verbose_name="Territoire"),
        ),
        migrations.AddField(
            model_name="event",
            name="area",
            field=models.CharField(blank=True, max_length=80, verbose_name="Territoire"),
        ),
        migrations.AddField(
            model_name="historicalevent",
            name="area",
            field=models.CharField(blank=True, max_length=80, verbose_name="Territoire"),
        ),
        migrations.AddField(
            model_name="magazinespace",
            name="area",
            field=models.CharField(blank=True, max_length=80, verbose_name="Territoire"),
        ),
        migrations.AddField(
            model_name="venueyear",
            name="area",
            field=models.CharField(blank=True, max_length=80, verbose_name="Territoire"),
        ),
        migrations.AddConstraint(
            model_name="magazinespace",
            constraint=models.UniqueConstraint(
                fields=("observatory", "area", "issue"), name="an_issue_is_measured_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="venueyear",
            constraint=models.UniqueConstraint(
                fields=("observatory", "area", "venue", "year"), name="one_count_a_venue_and_year"
            ),
        ),
    ]

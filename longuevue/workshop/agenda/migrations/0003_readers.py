"""Pages read and files taken in one year, as the log of a server counts them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0002_area"),
        ("observatories", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReaderYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(blank=True, max_length=80, verbose_name="Territoire")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="Année"
                    ),
                ),
                ("reads", models.PositiveIntegerField(blank=True, null=True, verbose_name="Pages lues")),
                ("downloads", models.PositiveIntegerField(blank=True, null=True, verbose_name="Fichiers emportés")),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "ordering": ("year",),
                "constraints": [
                    models.UniqueConstraint(fields=("observatory", "area", "year"), name="one_count_of_readers_a_year")
                ],
            },
        ),
    ]

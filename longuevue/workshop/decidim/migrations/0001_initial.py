"""The table of rows that came from Decidim."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("observatories", "0001_initial"),
        ("policies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Row",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("proposals", "Propositions"),
                            ("results", "Réalisations"),
                            ("comments", "Commentaires"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ident", models.CharField(max_length=40)),
                ("cells", models.JSONField(default=dict)),
                ("came_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "commitment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decidim_row",
                        to="policies.commitment",
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decidim_rows",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("observatory", "table", "ident"), name="a_decidim_row_comes_in_once"
                    )
                ],
            },
        ),
    ]

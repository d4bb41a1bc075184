"""Inventories of external action: a table, its rows, and the link that each became."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import longuevue.workshop.frame.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_batch_of_sights"),
        ("links", "0006_tags"),
        ("observatories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Inventory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.CharField(max_length=200)),
                ("sheet", models.CharField(blank=True, max_length=200)),
                ("head", longuevue.workshop.frame.encryption.SealedField()),
                ("mapping", models.JSONField(default=dict)),
                ("kind", models.CharField(default="decentralised_cooperation", max_length=30)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inventories",
                        to="actors.batch",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inventories",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "inventories",
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="InventoryRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                ("sealed_cells", longuevue.workshop.frame.encryption.SealedField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "sans lien, repris depuis"),
                            ("new", "entrée"),
                            ("same", "déjà entrée mot pour mot"),
                            ("joined", "rattachée à un lien qui était là"),
                            ("alike", "peut-être déjà là\xa0: à vous de dire"),
                            ("aside", "mise de côté"),
                            ("fault", "à revoir"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("base", models.JSONField(default=dict)),
                ("sealed_told", longuevue.workshop.frame.encryption.SealedField(blank=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="links.link"
                    ),
                ),
                (
                    "inventory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="links.inventory"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inventory_rows",
                        to="links.link",
                    ),
                ),
            ],
            options={
                "ordering": ("line", "pk"),
                "constraints": [models.UniqueConstraint(fields=("inventory", "line"), name="one_row_a_line")],
            },
        ),
    ]

"""Tables of the agenda: events, council items, room in the magazine, visits."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("observatories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Jour")),
                ("title", models.CharField(max_length=300, verbose_name="Point de l'ordre du jour")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="Rang"
                    ),
                ),
                (
                    "of",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="Nombre de points"
                    ),
                ),
                (
                    "watching",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Personnes qui suivaient en direct"
                    ),
                ),
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
                "ordering": ("day", "rank"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalEvent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("uid", models.CharField(editable=False, max_length=255)),
                ("title", models.CharField(max_length=300, verbose_name="Événement")),
                ("starts", models.DateTimeField(verbose_name="Début")),
                ("ends", models.DateTimeField(blank=True, null=True, verbose_name="Fin")),
                ("all_day", models.BooleanField(default=False, verbose_name="Journées entières")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Lieu")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("event", "Événement"),
                            ("dialogue", "Espace de dialogue"),
                            ("convivial", "Moment de convivialité"),
                            ("visit", "Visite"),
                        ],
                        default="event",
                        max_length=10,
                        verbose_name="Sorte",
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="Domaine")),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="Description")),
                ("url", models.URLField(blank=True, verbose_name="Adresse du texte")),
                ("came", models.PositiveIntegerField(blank=True, null=True, verbose_name="Personnes venues")),
                ("cancelled", models.BooleanField(default=False, verbose_name="Annulé")),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical event",
                "verbose_name_plural": "historical events",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("uid", models.CharField(editable=False, max_length=255)),
                ("title", models.CharField(max_length=300, verbose_name="Événement")),
                ("starts", models.DateTimeField(verbose_name="Début")),
                ("ends", models.DateTimeField(blank=True, null=True, verbose_name="Fin")),
                ("all_day", models.BooleanField(default=False, verbose_name="Journées entières")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Lieu")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("event", "Événement"),
                            ("dialogue", "Espace de dialogue"),
                            ("convivial", "Moment de convivialité"),
                            ("visit", "Visite"),
                        ],
                        default="event",
                        max_length=10,
                        verbose_name="Sorte",
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="Domaine")),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="Description")),
                ("url", models.URLField(blank=True, verbose_name="Adresse du texte")),
                ("came", models.PositiveIntegerField(blank=True, null=True, verbose_name="Personnes venues")),
                ("cancelled", models.BooleanField(default=False, verbose_name="Annulé")),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "ordering": ("starts", "pk"),
                "constraints": [models.UniqueConstraint(fields=("observatory", "uid"), name="an_event_comes_in_once")],
            },
        ),
        migrations.CreateModel(
            name="MagazineSpace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issue", models.CharField(max_length=60, verbose_name="Numéro du magazine")),
                ("day", models.DateField(verbose_name="Jour")),
                (
                    "unit",
                    models.CharField(
                        choices=[("cm2", "cm² de colonne"), ("pages", "pages")],
                        default="cm2",
                        max_length=6,
                        verbose_name="Unité",
                    ),
                ),
                (
                    "part",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0)], verbose_name="Part de l'international"
                    ),
                ),
                (
                    "whole",
                    models.FloatField(
                        validators=[django.core.validators.MinValueValidator(0.01)], verbose_name="Tout le numéro"
                    ),
                ),
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
                "ordering": ("day", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("observatory", "issue"), name="an_issue_is_measured_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VenueYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("venue", models.CharField(max_length=200, verbose_name="Lieu")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="Année"
                    ),
                ),
                ("visits", models.PositiveIntegerField(verbose_name="Visites")),
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
                "ordering": ("year", "venue"),
                "constraints": [
                    models.UniqueConstraint(fields=("observatory", "venue", "year"), name="one_count_a_venue_and_year")
                ],
            },
        ),
    ]

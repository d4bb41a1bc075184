"""Tables of meetings, entries, polls, surveys, counts and used papers."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import longuevue.workshop.debate.models
import longuevue.workshop.tables.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("debate", "0001_first"),
        ("observatories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=longuevue.workshop.debate.models.by_chance, primary_key=True, serialize=False
                    ),
                ),
                ("vote", models.UUIDField()),
                ("choice", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "choice"), name="a_choice_is_counted_in_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="Titre")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Lieu")),
                (
                    "code",
                    models.CharField(
                        default=longuevue.workshop.tables.models.new_code, editable=False, max_length=6, unique=True
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="observatories.observatory",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="debate.room",
                        verbose_name="Salle de débat liée",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=longuevue.workshop.debate.models.by_chance, primary_key=True, serialize=False
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vantage", "Ce que je vois de ma place"),
                            ("effect", "Un effet"),
                            ("question", "Une question"),
                        ],
                        max_length=8,
                        verbose_name="De quoi s'agit-il",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="En quelques mots")),
                ("kept_at", models.DateTimeField(null=True)),
                ("left", models.BooleanField(default=False)),
                ("carried", models.BooleanField(default=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="tables.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("kept_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("statement", models.CharField(max_length=200, verbose_name="La phrase")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("guess", "les élus devinent"),
                            ("answer", "les habitants répondent"),
                            ("closed", "terminé"),
                        ],
                        default="guess",
                        editable=False,
                        max_length=6,
                    ),
                ),
                (
                    "officials",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(2)],
                        verbose_name="Nombre d'élus en tout",
                    ),
                ),
                (
                    "residents",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(2)],
                        verbose_name="Nombre d'habitants en tout",
                    ),
                ),
                (
                    "officials_code",
                    models.CharField(
                        default=longuevue.workshop.tables.models.new_code, editable=False, max_length=6, unique=True
                    ),
                ),
                (
                    "residents_code",
                    models.CharField(
                        default=longuevue.workshop.tables.models.new_code, editable=False, max_length=6, unique=True
                    ),
                ),
                ("guesses", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("answers", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="UsedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=longuevue.workshop.debate.models.by_chance, primary_key=True, serialize=False
                    ),
                ),
                ("vote", models.UUIDField()),
                ("fingerprint", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("vote", "fingerprint"), name="a_paper_is_used_once")],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.CharField(max_length=200, verbose_name="Question posée à la salle")),
                ("choices", models.JSONField(default=list, verbose_name="Choix")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="polls", to="tables.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ("opened_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("meeting",), name="one_open_poll_a_meeting"
                    )
                ],
            },
        ),
    ]

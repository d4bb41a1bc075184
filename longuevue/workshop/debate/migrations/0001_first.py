"""Tables of rooms, posts, records, ballots and used papers, days of votes."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import longuevue.workshop.debate.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("observatories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.CharField(max_length=200, verbose_name="La question")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("residents", "des habitants"),
                            ("association", "une association"),
                            ("union", "un syndicat"),
                            ("party", "un parti"),
                            ("firm", "une entreprise"),
                            ("officials", "des élus"),
                            ("services", "les services"),
                            ("partner", "un partenaire d'ailleurs"),
                        ],
                        max_length=12,
                        verbose_name="Qui pose cette question",
                    ),
                ),
                ("opened_from", models.CharField(max_length=8)),
                ("area", models.CharField(max_length=100)),
                ("marker", models.CharField(blank=True, max_length=100)),
                ("frozen", models.JSONField(default=dict)),
                (
                    "sides",
                    models.JSONField(
                        default=longuevue.workshop.debate.models.default_sides,
                        verbose_name="Les côtés de la question, un par ligne",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="Réponse promise par la collectivité (jours)",
                    ),
                ),
                (
                    "clusters_from",
                    models.PositiveSmallIntegerField(
                        default=100,
                        validators=[django.core.validators.MinValueValidator(30)],
                        verbose_name="Nombre de participants à partir duquel des groupes d'opinion peuvent être montrés",
                    ),
                ),
                ("votes_until", models.DateField(blank=True, null=True, verbose_name="Vote ouvert jusqu'au")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sections", models.JSONField(default=list)),
                ("votes", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="debate.room"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fact", "Fait"),
                            ("argument", "Argument"),
                            ("contested", "Point contesté"),
                            ("question", "Question"),
                            ("option", "Option"),
                            ("request", "Demande"),
                            ("answer", "Réponse"),
                        ],
                        max_length=10,
                        verbose_name="Que voulez-vous écrire\u202f?",
                    ),
                ),
                ("side", models.PositiveSmallIntegerField(null=True)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("regulate", "réguler"), ("drive", "entraîner"), ("observe", "observer")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="Votre texte")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Source")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("residents", "des habitants"),
                            ("association", "une association"),
                            ("union", "un syndicat"),
                            ("party", "un parti"),
                            ("firm", "une entreprise"),
                            ("officials", "des élus"),
                            ("services", "les services"),
                            ("partner", "un partenaire d'ailleurs"),
                        ],
                        max_length=12,
                        verbose_name="Vous écrivez comme (si vous voulez le dire)",
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "about",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="debate.post"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="debate.room"
                    ),
                ),
            ],
            options={
                "ordering": ("sent_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=longuevue.workshop.debate.models.by_chance, primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="debate.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SoughtSide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.PositiveSmallIntegerField()),
                (
                    "where",
                    models.CharField(
                        max_length=300,
                        validators=[django.core.validators.MinLengthValidator(10)],
                        verbose_name="Où l'avez-vous cherché\u202f?",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sought", to="debate.room"
                    ),
                ),
            ],
            options={
                "ordering": ("side", "at"),
            },
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("salt", models.CharField(blank=True, max_length=64)),
                ("votes", models.PositiveIntegerField(default=0)),
                ("networks", models.PositiveIntegerField(default=0)),
                ("from_few", models.PositiveIntegerField(default=0)),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="windows", to="debate.room"
                    ),
                ),
            ],
            options={
                "ordering": ("day",),
            },
        ),
        migrations.CreateModel(
            name="NetworkCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=longuevue.workshop.debate.models.by_chance, primary_key=True, serialize=False
                    ),
                ),
                ("fingerprint", models.CharField(max_length=16)),
                ("votes", models.PositiveIntegerField(default=0)),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="by_network", to="debate.window"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SpentToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        default=longuevue.workshop.debate.models.by_chance, primary_key=True, serialize=False
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spent", to="debate.room"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("room", "fingerprint"), name="a_ballot_paper_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.UniqueConstraint(fields=("room", "day"), name="a_window_a_day"),
        ),
        migrations.AddConstraint(
            model_name="networkcount",
            constraint=models.UniqueConstraint(fields=("window", "fingerprint"), name="a_network_once_a_window"),
        ),
    ]

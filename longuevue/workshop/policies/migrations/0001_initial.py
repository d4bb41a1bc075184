"""Tables of policies, council decisions, commitments and working groups."""

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
            name="Deliberation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.CharField(max_length=80, verbose_name="Territoire")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="Conseil ou organisme")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="Numéro")),
                ("title", models.CharField(max_length=500, verbose_name="Objet")),
                ("date", models.DateField(verbose_name="Date")),
                (
                    "policy_area",
                    models.CharField(blank=True, max_length=60, verbose_name="Domaine de politique publique"),
                ),
                ("votes_for", models.PositiveIntegerField(blank=True, null=True, verbose_name="Votes pour")),
                ("votes_against", models.PositiveIntegerField(blank=True, null=True, verbose_name="Votes contre")),
                ("abstentions", models.PositiveIntegerField(blank=True, null=True, verbose_name="Abstentions")),
                ("url", models.URLField(blank=True, verbose_name="Adresse du texte")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("typed", "écrite à la main"),
                            ("scdl", "liste SCDL"),
                            ("meter", "lue par le mètre"),
                            ("decidim", "Decidim"),
                        ],
                        default="typed",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("origin_note", models.CharField(blank=True, editable=False, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliberations",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "ordering": ("-date", "number", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField(verbose_name="Ce qui est promis")),
                ("bearer", models.CharField(blank=True, max_length=200, verbose_name="Qui s'engage")),
                ("made_on", models.DateField(verbose_name="Pris le")),
                ("due", models.DateField(blank=True, null=True, verbose_name="Pour le")),
                ("room", models.CharField(blank=True, max_length=40, verbose_name="Salle de débat (identifiant)")),
                (
                    "question",
                    models.CharField(blank=True, max_length=40, verbose_name="Question de la salle (identifiant)"),
                ),
                ("marker", models.CharField(blank=True, max_length=100, verbose_name="Chiffre")),
                ("address", models.CharField(blank=True, editable=False, max_length=250)),
                ("frozen", models.JSONField(default=dict, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("announced", "annoncé"),
                            ("decided", "décidé"),
                            ("under_way", "en cours"),
                            ("done", "fait"),
                            ("dropped", "abandonné"),
                        ],
                        default="announced",
                        editable=False,
                        max_length=10,
                        verbose_name="État",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "deliberations",
                    models.ManyToManyField(
                        blank=True, related_name="commitments", to="policies.deliberation", verbose_name="Délibérations"
                    ),
                ),
            ],
            options={
                "ordering": ("made_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citation", "le diagnostic est cité"),
                            ("figure", "un chiffre est repris"),
                            ("paraphrase", "une phrase est dite autrement"),
                        ],
                        default="citation",
                        max_length=12,
                        verbose_name="Sorte de reprise",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=250)),
                ("marker", models.CharField(blank=True, max_length=100)),
                ("area", models.CharField(blank=True, max_length=80)),
                ("edition", models.CharField(blank=True, max_length=100)),
                ("edition_date", models.DateField(null=True)),
                ("frozen", models.JSONField(default=dict)),
                ("quote", models.TextField(blank=True, verbose_name="Mots de la décision")),
                ("trace", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="policies.deliberation",
                    ),
                ),
            ],
            options={
                "ordering": ("confirmed_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Jour")),
                ("what", models.CharField(max_length=300, verbose_name="Ce qui le montre")),
                ("url", models.URLField(blank=True, verbose_name="Adresse du texte")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="policies.commitment"
                    ),
                ),
            ],
            options={
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalCitation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citation", "le diagnostic est cité"),
                            ("figure", "un chiffre est repris"),
                            ("paraphrase", "une phrase est dite autrement"),
                        ],
                        default="citation",
                        max_length=12,
                        verbose_name="Sorte de reprise",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=250)),
                ("marker", models.CharField(blank=True, max_length=100)),
                ("area", models.CharField(blank=True, max_length=80)),
                ("edition", models.CharField(blank=True, max_length=100)),
                ("edition_date", models.DateField(null=True)),
                ("frozen", models.JSONField(default=dict)),
                ("quote", models.TextField(blank=True, verbose_name="Mots de la décision")),
                ("trace", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deliberation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.deliberation",
                    ),
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
            ],
            options={
                "verbose_name": "historical citation",
                "verbose_name_plural": "historical citations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("text", models.TextField(verbose_name="Ce qui est promis")),
                ("bearer", models.CharField(blank=True, max_length=200, verbose_name="Qui s'engage")),
                ("made_on", models.DateField(verbose_name="Pris le")),
                ("due", models.DateField(blank=True, null=True, verbose_name="Pour le")),
                ("room", models.CharField(blank=True, max_length=40, verbose_name="Salle de débat (identifiant)")),
                (
                    "question",
                    models.CharField(blank=True, max_length=40, verbose_name="Question de la salle (identifiant)"),
                ),
                ("marker", models.CharField(blank=True, max_length=100, verbose_name="Chiffre")),
                ("address", models.CharField(blank=True, editable=False, max_length=250)),
                ("frozen", models.JSONField(default=dict, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("announced", "annoncé"),
                            ("decided", "décidé"),
                            ("under_way", "en cours"),
                            ("done", "fait"),
                            ("dropped", "abandonné"),
                        ],
                        default="announced",
                        editable=False,
                        max_length=10,
                        verbose_name="État",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
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
            ],
            options={
                "verbose_name": "historical commitment",
                "verbose_name_plural": "historical commitments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommitment_deliberations",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.commitment",
                    ),
                ),
                (
                    "deliberation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.deliberation",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="policies.historicalcommitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalCommitment_deliberations",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPolicy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="Nom de la politique")),
                ("area", models.CharField(max_length=80, verbose_name="Territoire")),
                ("policy_area", models.CharField(max_length=60, verbose_name="Domaine de politique publique")),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="Domaine des chiffres")),
                (
                    "decided_by",
                    models.CharField(
                        choices=[
                            ("authority", "la collectivité"),
                            ("other", "une autre collectivité"),
                            ("state", "l'État"),
                            ("europe", "l'Union européenne"),
                            ("private", "une entreprise ou un organisme"),
                            ("unknown", "on ne sait pas"),
                        ],
                        default="authority",
                        max_length=12,
                        verbose_name="Décidée par",
                    ),
                ),
                (
                    "consulted",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="Les habitants ou leur conseil ont été consultés avant"
                    ),
                ),
                (
                    "raised_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("authority", "la collectivité et ses services"),
                            ("elected", "les élus en séance"),
                            ("parties", "les listes et les partis"),
                            ("citizens", "les habitants"),
                            ("associations", "les associations"),
                            ("unions", "les syndicats"),
                        ],
                        max_length=12,
                        verbose_name="Sujet soulevé par",
                    ),
                ),
                ("discreet", models.BooleanField(default=False, verbose_name="Politique discrète")),
                ("aims", models.TextField(blank=True, verbose_name="Buts")),
                ("expected_return", models.TextField(blank=True, verbose_name="Retour attendu")),
                (
                    "start",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Début",
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Fin",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
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
                "verbose_name": "historical policy",
                "verbose_name_plural": "historical policies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWorkingGroup",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="Nom du groupe")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("political", "des élus"),
                            ("technical", "des services"),
                            ("citizen", "des habitants"),
                            ("mixed", "élus, services et habitants"),
                        ],
                        max_length=12,
                        verbose_name="Qui y siège",
                    ),
                ),
                ("mandate", models.TextField(blank=True, verbose_name="Mandat")),
                ("members", models.TextField(blank=True, verbose_name="Fonctions des membres")),
                (
                    "since",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Début",
                    ),
                ),
                (
                    "until",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Fin",
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
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
                (
                    "set_up_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.deliberation",
                        verbose_name="Créé par la délibération",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical working group",
                "verbose_name_plural": "historical working groups",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="Nom de la politique")),
                ("area", models.CharField(max_length=80, verbose_name="Territoire")),
                ("policy_area", models.CharField(max_length=60, verbose_name="Domaine de politique publique")),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="Domaine des chiffres")),
                (
                    "decided_by",
                    models.CharField(
                        choices=[
                            ("authority", "la collectivité"),
                            ("other", "une autre collectivité"),
                            ("state", "l'État"),
                            ("europe", "l'Union européenne"),
                            ("private", "une entreprise ou un organisme"),
                            ("unknown", "on ne sait pas"),
                        ],
                        default="authority",
                        max_length=12,
                        verbose_name="Décidée par",
                    ),
                ),
                (
                    "consulted",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="Les habitants ou leur conseil ont été consultés avant"
                    ),
                ),
                (
                    "raised_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("authority", "la collectivité et ses services"),
                            ("elected", "les élus en séance"),
                            ("parties", "les listes et les partis"),
                            ("citizens", "les habitants"),
                            ("associations", "les associations"),
                            ("unions", "les syndicats"),
                        ],
                        max_length=12,
                        verbose_name="Sujet soulevé par",
                    ),
                ),
                ("discreet", models.BooleanField(default=False, verbose_name="Politique discrète")),
                ("aims", models.TextField(blank=True, verbose_name="Buts")),
                ("expected_return", models.TextField(blank=True, verbose_name="Retour attendu")),
                (
                    "start",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Début",
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Fin",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "policies",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalTension",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("effect", models.CharField(blank=True, max_length=40, verbose_name="Identifiant de l'effet")),
                ("effect_name", models.CharField(max_length=200, verbose_name="Effet que les deux touchent")),
                ("why", models.TextField(verbose_name="En quoi elles se contrarient")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
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
                    "first",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="Politique",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="Autre politique",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical tension",
                "verbose_name_plural": "historical tensions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeliberation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("public_id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("area", models.CharField(max_length=80, verbose_name="Territoire")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="Conseil ou organisme")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="Numéro")),
                ("title", models.CharField(max_length=500, verbose_name="Objet")),
                ("date", models.DateField(verbose_name="Date")),
                (
                    "policy_area",
                    models.CharField(blank=True, max_length=60, verbose_name="Domaine de politique publique"),
                ),
                ("votes_for", models.PositiveIntegerField(blank=True, null=True, verbose_name="Votes pour")),
                ("votes_against", models.PositiveIntegerField(blank=True, null=True, verbose_name="Votes contre")),
                ("abstentions", models.PositiveIntegerField(blank=True, null=True, verbose_name="Abstentions")),
                ("url", models.URLField(blank=True, verbose_name="Adresse du texte")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("typed", "écrite à la main"),
                            ("scdl", "liste SCDL"),
                            ("meter", "lue par le mètre"),
                            ("decidim", "Decidim"),
                        ],
                        default="typed",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("origin_note", models.CharField(blank=True, editable=False, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
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
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="Politique",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical deliberation",
                "verbose_name_plural": "historical deliberations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="policy",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="policies.policy",
                verbose_name="Politique",
            ),
        ),
        migrations.AddField(
            model_name="deliberation",
            name="policy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deliberations",
                to="policies.policy",
                verbose_name="Politique",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="policies.policy",
                verbose_name="Politique",
            ),
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Jour")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("announced", "annoncé"),
                            ("decided", "décidé"),
                            ("under_way", "en cours"),
                            ("done", "fait"),
                            ("dropped", "abandonné"),
                        ],
                        max_length=10,
                        verbose_name="État",
                    ),
                ),
                ("reason", models.TextField(verbose_name="Raison")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="policies.commitment"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("day", "written_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Tension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("effect", models.CharField(blank=True, max_length=40, verbose_name="Identifiant de l'effet")),
                ("effect_name", models.CharField(max_length=200, verbose_name="Effet que les deux touchent")),
                ("why", models.TextField(verbose_name="En quoi elles se contrarient")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tensions_as_first",
                        to="policies.policy",
                        verbose_name="Politique",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tensions_as_second",
                        to="policies.policy",
                        verbose_name="Autre politique",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="WorkingGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="Nom du groupe")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("political", "des élus"),
                            ("technical", "des services"),
                            ("citizen", "des habitants"),
                            ("mixed", "élus, services et habitants"),
                        ],
                        max_length=12,
                        verbose_name="Qui y siège",
                    ),
                ),
                ("mandate", models.TextField(blank=True, verbose_name="Mandat")),
                ("members", models.TextField(blank=True, verbose_name="Fonctions des membres")),
                (
                    "since",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Début",
                    ),
                ),
                (
                    "until",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Date illisible. Écrivez une année, un mois ou un jour\xa0: 1998, 1998-05, 1998-05-12.",
                            )
                        ],
                        verbose_name="Fin",
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_groups",
                        to="observatories.observatory",
                    ),
                ),
                (
                    "policies",
                    models.ManyToManyField(
                        blank=True, related_name="groups", to="policies.policy", verbose_name="Politiques et décisions"
                    ),
                ),
                (
                    "set_up_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="groups",
                        to="policies.deliberation",
                        verbose_name="Créé par la délibération",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalWorkingGroup_policies",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="policies.historicalworkinggroup",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.policy",
                    ),
                ),
                (
                    "workinggroup",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="policies.workinggroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalWorkingGroup_policies",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Money",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="Année"
                    ),
                ),
                (
                    "voted",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Voté (€)",
                    ),
                ),
                (
                    "spent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Dépensé (€)",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="policies.commitment"
                    ),
                ),
            ],
            options={
                "ordering": ("year",),
                "constraints": [
                    models.UniqueConstraint(fields=("commitment", "year"), name="one_year_of_money_a_commitment")
                ],
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("confirmed", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "observatory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="traces",
                        to="observatories.observatory",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("observatory", "key"), name="a_trace_is_answered_once")
                ],
            },
        ),
    ]

"""Services that feel an effect or act on it, policies that touch it, and of whom it is known."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("effects", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="effect",
            name="visible",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "non dit"),
                    ("residents", "des habitants le voient"),
                    ("services", "seul un service ou un métier le voit"),
                    ("untold", "personne ne le voyait avant qu'on le raconte"),
                ],
                help_text="Un effet que personne ne voit encore compte autant qu'un autre\xa0: dites de qui il est connu.",
                max_length=12,
                verbose_name="Est-ce que cela se voit\u202f?",
            ),
        ),
        migrations.AddField(
            model_name="historicaleffect",
            name="visible",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "non dit"),
                    ("residents", "des habitants le voient"),
                    ("services", "seul un service ou un métier le voit"),
                    ("untold", "personne ne le voyait avant qu'on le raconte"),
                ],
                help_text="Un effet que personne ne voit encore compte autant qu'un autre\xa0: dites de qui il est connu.",
                max_length=12,
                verbose_name="Est-ce que cela se voit\u202f?",
            ),
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Une direction ou un service, de la collectivité ou d'ailleurs, par son nom\u202f; jamais une personne. Les noms déjà écrits ici sont proposés.",
                        max_length=200,
                        verbose_name="Service",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[("authority", "la collectivité"), ("other", "un autre organisme")],
                        default="authority",
                        max_length=10,
                        verbose_name="De qui dépend-il\u202f?",
                    ),
                ),
                (
                    "tie",
                    models.CharField(
                        choices=[("feels", "le ressent"), ("acts", "y agit"), ("both", "le ressent et y agit")],
                        max_length=10,
                        verbose_name="Ce qu'il a à voir avec cet effet",
                    ),
                ),
                (
                    "what",
                    models.TextField(
                        help_text="Une ou deux phrases, telles que le service les dirait.",
                        max_length=1000,
                        verbose_name="Ce qu'il voit, ou ce qu'il y fait",
                    ),
                ),
                (
                    "stated_by",
                    models.CharField(
                        help_text="Une personne avec sa fonction, ou un organisme. «\xa0On\xa0» et «\xa0les gens\xa0» ne sont personne.",
                        max_length=200,
                        verbose_name="Qui le dit",
                    ),
                ),
                (
                    "effect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="effects.effect"
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effect", "name", "stated_by"), name="one_service_an_author_and_effect"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.UUIDField(
                        help_text="Une politique de cet observatoire. Une politique discrète est comptée au dehors, jamais nommée, et ce que vous en dites ici ne sort pas.",
                        verbose_name="Politique",
                    ),
                ),
                (
                    "how",
                    models.TextField(
                        help_text="Elle l'accompagne, le corrige, l'ignore, le renforce\xa0: dites-le, et selon qui. Pas de cause.",
                        max_length=1000,
                        verbose_name="Comment elle y touche",
                    ),
                ),
                (
                    "stated_by",
                    models.CharField(
                        help_text="Une personne avec sa fonction, ou un organisme. «\xa0On\xa0» et «\xa0les gens\xa0» ne sont personne.",
                        max_length=200,
                        verbose_name="Qui le dit",
                    ),
                ),
                (
                    "effect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="effects.effect"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "touchs",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("effect", "policy", "stated_by"), name="one_touch_an_author_and_effect"
                    )
                ],
            },
        ),
    ]

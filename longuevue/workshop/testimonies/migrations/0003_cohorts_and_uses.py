"""A cohort that people of a campaign share; the ledger says which use of a story was taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("testimonies", "0002_beside_a_figure"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="cohort",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "rien de particulier"),
                    ("ambassadors", "jeunes ambassadeurs"),
                    ("exchange", "échange scolaire ou culturel"),
                    ("returners", "retour de mobilité (Erasmus, volontariat…)"),
                    ("event", "une journée ou une manifestation"),
                ],
                max_length=12,
                verbose_name="Ce que ces personnes ont en commun",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="cohort_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="Son nom (programme, journée…)"),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="purpose",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="story_id",
            field=models.UUIDField(),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(fields=("story_id", "purpose"), name="taken_back_once"),
        ),
    ]

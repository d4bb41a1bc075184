"""Who acts together in a joint action, and programmes of exchange."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("links", "0004_sameness"),
    ]

    operations = [
        migrations.AddField(
            model_name="card",
            name="parties",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="historicalcard",
            name="parties",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name="card",
            name="kind",
            field=models.CharField(
                choices=[
                    ("practice", "Pratique adoptée d'ailleurs"),
                    ("body", "Instance de gouvernement ou de concertation"),
                    ("infrastructure", "Ouvrage qui relie"),
                    ("tally", "Total annoncé et ses parts"),
                    ("visibility", "Ce qui rend l'international visible"),
                    ("joint_action", "Action menée ensemble"),
                    ("programme", "Programme d'échanges (jeunes ambassadeurs, écoles)"),
                    ("endured", "Ce qui fut décidé ailleurs"),
                    ("instrument", "Marque, label, campagne (à part de l'observation)"),
                ],
                max_length=20,
                verbose_name="Forme",
            ),
        ),
        migrations.AlterField(
            model_name="historicalcard",
            name="kind",
            field=models.CharField(
                choices=[
                    ("practice", "Pratique adoptée d'ailleurs"),
                    ("body", "Instance de gouvernement ou de concertation"),
                    ("infrastructure", "Ouvrage qui relie"),
                    ("tally", "Total annoncé et ses parts"),
                    ("visibility", "Ce qui rend l'international visible"),
                    ("joint_action", "Action menée ensemble"),
                    ("programme", "Programme d'échanges (jeunes ambassadeurs, écoles)"),
                    ("endured", "Ce qui fut décidé ailleurs"),
                    ("instrument", "Marque, label, campagne (à part de l'observation)"),
                ],
                max_length=20,
                verbose_name="Forme",
            ),
        ),
    ]

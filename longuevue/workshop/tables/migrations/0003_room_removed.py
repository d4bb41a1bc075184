"""A meeting outlives the room of debate that it carried questions to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("debate", "0001_first"),
        ("tables", "0002_survey_area"),
    ]

    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="room",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="debate.room",
                verbose_name="Salle de débat liée",
            ),
        ),
    ]

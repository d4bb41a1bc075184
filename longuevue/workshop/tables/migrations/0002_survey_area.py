"""The territory of which a survey's gap becomes a reading, said when the survey is prepared; empty: it stays in the workshop."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tables", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="area",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="Territoire de la mesure"),
            preserve_default=False,
        ),
    ]

"""The batch by which links, networks and members came in, so that a table can be taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_batch_of_sights"),
        ("links", "0002_card_historicalcard_mission"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallink",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actors.batch",
            ),
        ),
        migrations.AddField(
            model_name="historicalnetwork",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="actors.batch",
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="batch",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="links",
                to="actors.batch",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="batch",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="members",
                to="actors.batch",
            ),
        ),
        migrations.AddField(
            model_name="network",
            name="batch",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="networks",
                to="actors.batch",
            ),
        ),
    ]

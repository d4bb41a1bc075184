"""Written by Django from the models; see `models.py` beside this folder."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("testimonies", "0003_cohorts_and_uses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("story_id", models.UUIDField(unique=True)),
                ("refused_on", models.DateField(null=True)),
                ("bounced_on", models.DateField(null=True)),
                ("answer_id", models.UUIDField(null=True, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="waves.asked"
                    ),
                ),
            ],
            options={
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.TextField(blank=True, max_length=600, verbose_name="Un mot de vous, en tête du message"),
                ),
                ("paused", models.BooleanField(default=False)),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "again",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wave", to="testimonies.campaign"
                    ),
                ),
                (
                    "first",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="next_wave", to="testimonies.campaign"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="asked",
            name="wave",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="waves.wave"),
        ),
    ]

"""Answers said aloud, until they are written down."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("testimonies", "0005_speaks_as"),
    ]

    operations = [
        migrations.CreateModel(
            name="VoiceNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=12)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voice_notes", to="testimonies.story"
                    ),
                ),
            ],
        ),
    ]

"""Reads: the requests of one observatory, each with its steps."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from longuevue.workshop.data_requests.models import DataRequest


def requests(observatory: Any) -> QuerySet[DataRequest]:
    """Latest first; one made to an actor that was merged follows it."""
    return observatory.data_requests.select_related("actor").prefetch_related("steps")


def request_(observatory: Any, request_id: Any) -> DataRequest:
    return get_object_or_404(requests(observatory), public_id=request_id)

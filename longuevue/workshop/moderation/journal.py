"""Tables that only grow: a row is written once, and neither a model nor a queryset changes or removes it.
What is written in them is the models' business."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class NeverChanges(Exception):  # noqa: N818 -- said as a rule
    """A row of the journal cannot be changed or removed."""


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise NeverChanges("a row of the journal is written once")


class Growing(models.QuerySet):
    """Rows may be added and read."""

    update = delete = bulk_update = aupdate = adelete = _raw_delete = _update = _refuse

    def bulk_create(self, objs: Any, *args: Any, **more: Any) -> Any:
        if more.get("update_conflicts"):
            _refuse()
        return super().bulk_create(objs, *args, **more)


class AppendOnly(models.Model):
    """A row of the journal."""

    objects = Growing.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **more: Any) -> None:
        if not self._state.adding:
            _refuse()
        more["force_insert"] = True
        super().save(*args, **more)

    delete = _refuse

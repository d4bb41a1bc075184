"""Run by QualCoder's own Python, from the folder that holds its package: opens a .qdc or a .qdpx as its menu does, without a screen,
and prints what its project then holds. Nothing of QualCoder is here: its tables, its reading and its colours are its own."""

from __future__ import annotations

import ast
import builtins
import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
builtins._ = lambda text: text  # type: ignore[attr-defined]
sys.path.insert(0, str(Path.cwd()))

from PyQt6 import QtWidgets  # type: ignore[import-not-found]  # noqa: E402
from qualcoder import refi  # type: ignore[import-not-found]  # noqa: E402


def empty_project() -> sqlite3.Connection:
    """A new project, with the tables that QualCoder makes for one."""
    conn = sqlite3.connect(":memory:")
    program = ast.parse((Path(refi.__file__).parent / "__main__.py").read_text(encoding="utf-8"))
    made = next(n for n in ast.walk(program) if isinstance(n, ast.FunctionDef) and n.name == "new_project")
    for node in ast.walk(made):
        if isinstance(node, ast.Constant) and str(node.value).startswith("CREATE TABLE"):
            conn.execute(str(node.value))
    return conn


def opened(path: str) -> dict[str, Any]:
    """What QualCoder holds once it opened that file, and what it said."""
    running = QtWidgets.QApplication([])
    folder = tempfile.mkdtemp()
    (Path(folder) / "documents").mkdir()
    settings = {"directory": folder, "fontsize": 10, "codername": "default", "ai_enable": "False"}
    app = SimpleNamespace(
        conn=empty_project(), settings=settings, project_path=folder, ai_models=[], write_config_ini=lambda *_: None
    )
    said: list[str] = []
    refi.QtWidgets.QFileDialog.getOpenFileName = staticmethod(lambda *_, **__: (path, True))
    refi.Message = lambda _app, title, text, *_: SimpleNamespace(exec=lambda: said.append(f"{title}: {text}"))
    refi.RefiImport(app, SimpleNamespace(append=said.append), "qdc" if path.endswith(".qdc") else "qdpx")
    running.quit()

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return app.conn.execute(sql).fetchall()

    groups = {one[0]: one[1:] for one in rows("select catid, name, memo, supercatid from code_cat")}
    codes = {one[0]: one[1:] for one in rows("select cid, name, memo, catid, supercid, color from code_name")}

    def under(group: int | None, code: int | None) -> str | None:
        return codes[code][0] if code else groups[group][0] if group else None

    return {
        "codes": [
            *((name, memo, under(above, None), False, None) for name, memo, above in groups.values()),
            *((name, memo, under(group, code), True, colour) for name, memo, group, code, colour in codes.values()),
        ],
        "texts": dict(rows("select name, fulltext from source")),
        "coded": rows("select owner, (select name from code_name c where c.cid = t.cid), seltext from code_text t"),
        "said": said,
    }


print(json.dumps(opened(sys.argv[1])), flush=True)

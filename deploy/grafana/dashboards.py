"""Writes dashboards/*.json from panels.yaml: `python deploy/grafana/dashboards.py [FOLDER]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SOURCE = {"type": "prometheus", "uid": "prometheus"}
WIDTH, HEIGHT = 8, 7
ACROSS = 24 // WIDTH
APART = ("sistema", "convocatoria", "gateway")  # not a service with an api and a worker


def dashboards(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every dashboard by the name of its file."""
    found = {}
    for name, spec in table["dashboards"].items():
        shared = [] if name in APART else table["of_every_service"]
        rows = [*spec["panels"], *([title, unit, q.replace("$SERVICE", name)] for title, unit, q in shared)]
        found[name] = _dashboard(name, spec.get("title", name), rows)
    return found


def _dashboard(name: str, title: str, rows: list[list[str]]) -> dict[str, Any]:
    return {
        "uid": f"residencias-{name}",
        "title": f"Residencias · {title}",
        "tags": ["residencias"],
        "timezone": "America/Mexico_City",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "panels": [_panel(number, *row) for number, row in enumerate(rows)],
    }


def _panel(number: int, title: str, unit: str, query: str) -> dict[str, Any]:
    down, across = divmod(number, ACROSS)
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "datasource": SOURCE,
        "gridPos": {"x": across * WIDTH, "y": down * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [{"refId": "A", "datasource": SOURCE, "expr": query, "legendFormat": "__auto"}],
    }


def main(folder: Path) -> None:
    """Every dashboard is a file in `folder`."""
    table = yaml.safe_load((HERE / "panels.yaml").read_text(encoding="utf-8"))
    for name, dashboard in dashboards(table).items():
        text = json.dumps(dashboard, indent=1, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "dashboards")

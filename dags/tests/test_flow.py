"""The DAG ingest by `airflow dags test`, on a small inbox."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from conftest import FOLDER, HOME

LONG = os.environ.get("TESTS") == "long"


@pytest.fixture(scope="module")
def environment():
    lake = FOLDER / "flow.yaml"
    lake.write_text(f'lake: {{path: "{FOLDER / "flow"}"}}\nspark: {{master: "local[2]"}}\n')
    environment = os.environ | {
        "INSIGHT_CONF": str(lake),
        # With a deadline, Airflow 3.3.2's dags test ends in an error after all is done (apache/airflow #73428).
        "INSIGHT_DEADLINE_MINUTES": "0",
    }
    subprocess.run(["airflow", "db", "migrate"], check=True, env=environment, capture_output=True)
    for pool in ("insight_lake", "insight_readers"):
        subprocess.run(
            ["airflow", "pools", "set", pool, "1", "of the tests"],
            check=True,
            env=environment,
            capture_output=True,
        )
    return environment


@pytest.mark.skipif(not LONG, reason="minutes long; TESTS=long runs it")
def test_ingest_takes_an_inbox_through_all_stages(environment):
    inbox = FOLDER / "flow-inbox"
    for source, text in (
        ("FR", "Le 3 mai 2026, un vol a été signalé à Lyon. Téléphone +33 6 12 34 56 78."),
        ("BE", "On 4 May 2026 in Ghent, a burglary was reported; call +33 6 12 34 56 78."),
    ):
        folder = inbox / source
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(
            f"source: {source}\npurposes: [crime-analysis, investigation]\nlevel: 0\n"
        )
        (folder / "note.txt").write_text(text, encoding="utf-8")
    ran = subprocess.run(
        ["airflow", "dags", "test", "ingest", "--conf", json.dumps({"inbox": str(inbox)})],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = subprocess.run(
        [HOME / "bin" / "insight", "status", "--format", "json", "--conf", environment["INSIGHT_CONF"]],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rows = {table["table"]: table["rows"] for table in json.loads(told)["tables"]}
    assert rows["landing.items"] == 2
    assert rows["text.documents"] == 2
    assert rows["mentions.identifiers"] == 2
    assert rows["curated.trends_monthly"] > 0

"""The DAG ingest by `airflow dags test`, on a small inbox."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
from pathlib import Path

import pytest
from airflow.cli import cli_parser
from conftest import FOLDER, HOME

LONG = os.environ.get("TESTS") == "long"
long = pytest.mark.skipif(not LONG, reason="a quarter of a minute each; TESTS=long runs it")


@pytest.fixture(scope="module")
def environment():
    lake = FOLDER / "flow.yaml"
    lake.write_text(f'lake: {{path: "{FOLDER / "flow"}"}}\nspark: {{master: "local[2]"}}\n')
    environment = os.environ | {
        "INSIGHT_CONF": str(lake),
        # With a deadline, Airflow 3.3.2's dags test ends in an error after all is done (apache/airflow #73428).
        "INSIGHT_DEADLINE_MINUTES": "0",
        # What does not work is not waited for.
        "INSIGHT_RETRIES": "0",
    }
    Path(os.environ["AIRFLOW_HOME"]).mkdir(exist_ok=True)
    airflow("db", "migrate")
    for pool in ("insight_lake", "insight_readers"):
        airflow("pools", "set", pool, "1", "of the tests")
    return environment


def airflow(*words: str) -> str:
    """What a command of Airflow's prints, run here: a process of its own takes seconds to import it."""
    told = io.StringIO()
    arguments = cli_parser.get_parser().parse_args(words)
    with contextlib.redirect_stdout(told):
        arguments.func(arguments)
    return told.getvalue()


#: In the place of spark-submit: a source ends as its file says, all else does at once what it is to do.
SUBMIT = """#!/bin/bash
for word in "$@"; do
  case "$word" in
    --only=*)
      ended="$(cat "{inbox}/${{word#--only=}}/ended")"
      [ "$ended" = 0 ] || echo "insight: Cannot read a source: no right to, found 1 folder" >&2
      exit "$ended" ;;
    publish) echo "publish 1" ;;
  esac
done
"""


@pytest.mark.parametrize(
    ("day", "ended", "others", "run"),
    [
        ("2020-01-01", {"BE": 3, "FR": 0, "ES": 0}, "success", 1),
        # All else of a source of which one file cannot be read is in.
        pytest.param("2020-01-02", {"BE": 3}, "success", 1, marks=long),
        pytest.param("2020-01-03", {}, "success", 0, marks=long),
        pytest.param("2020-01-04", None, "upstream_failed", 1, marks=long),
    ],
)
def test_a_source_that_cannot_be_read_is_red_and_holds_up_no_other(
    environment, tmp_path, day, ended, others, run
):
    inbox = tmp_path / "inbox"
    if ended is not None:
        inbox.mkdir()
    for source, code in (ended or {}).items():
        (inbox / source).mkdir()
        (inbox / source / "ended").write_text(str(code))
    submit = tmp_path / "bin" / "spark-submit"
    submit.parent.mkdir()
    submit.write_text(SUBMIT.format(inbox=inbox))
    submit.chmod(0o755)
    environment = environment | {"PATH": f"{submit.parent}:{os.environ['PATH']}"}
    ran = subprocess.run(
        ["airflow", "dags", "test", "ingest", day, "--conf", json.dumps({"inbox": str(inbox)})],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    listed = airflow("tasks", "states-for-dag-run", "ingest", day, "-o", "json")
    states = {(t["task_id"], t.get("map_index", "")): t["state"] for t in json.loads(listed)}
    received = {key[1]: state for key, state in states.items() if key[0] == "receive-items"}
    expected = ["upstream_failed"]
    if ended is not None:
        expected = sorted("failed" if code else "success" for code in ended.values()) or ["skipped"]
    assert sorted(received.values()) == expected, ran.stdout + ran.stderr
    for task in ("land-items", "curate-persons", "count-trends", "entitle-scopes", "publish"):
        assert [state for key, state in states.items() if key[0] == task] == [others], task
    failed = any((ended or {}).values())
    assert ("Cannot read a source: no right to" in ran.stdout + ran.stderr) == failed
    # What is not whole is told, though all else is shown.
    assert (ran.returncode != 0) == bool(run), ran.stdout + ran.stderr


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

"""A real Airflow on a real lake: what is dropped ends in a report, whatever is killed on the way. Long."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from conftest import FOLDER, HOME

pytestmark = pytest.mark.skipif(
    os.environ.get("TESTS") != "long", reason="minutes long; TESTS=long runs it"
)
LAB = FOLDER / "lab"
KILLED = "split-sentences"


def insight(*words: str, conf: Path) -> str:
    """What a command of bin/insight prints."""
    at = 2 if words[0] == "audit" else 1
    ran = subprocess.run(
        [HOME / "bin" / "insight", *words[:at], "--conf", conf, *words[at:]],
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


def settings(name: str) -> Path:
    file = FOLDER / f"{name}.yaml"
    file.write_text(f'lake: {{path: "{FOLDER / name}"}}\nspark: {{master: "local[2]"}}\n')
    return file


class Airflow:
    """The REST API of the Airflow that lab/airflow.sh started."""

    def __init__(self) -> None:
        secrets = (LAB / "airflow" / "secrets.env").read_text()
        self.base = "http://127.0.0.1:" + re.search(r"api_port=(\d+)", secrets)[1]
        password = json.loads((LAB / "airflow" / "password.json").read_text())["insight"]
        self.token = None
        self.token = self.ask("/auth/token", {"username": "insight", "password": password})[
            "access_token"
        ]

    def ask(self, path: str, body: dict | None = None, method: str | None = None):
        request = urllib.request.Request(
            self.base + path,
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json", "Accept": "application/json"},
            method=method,
        )
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def last_event(self, asset: str) -> int:
        """
        The number of the last time that an asset was new; 0 where it never was. Not from the list
        of events, which 3.3.2 cannot give while a run that one of them began is queued
        (apache/airflow #71360).
        """
        (found,) = self.ask(f"/api/v2/assets?name_pattern={asset}")["assets"]
        return (found["last_asset_event"] or {}).get("id") or 0

    def runs(self, dag: str) -> list[dict]:
        return self.ask(f"/api/v2/dags/{dag}/dagRuns?order_by=id")["dag_runs"]

    def tasks(self, run: dict) -> list[dict]:
        return self.ask(f"{_run(run)}/taskInstances?limit=100")["task_instances"]

    def log(self, run: dict, task: dict, attempt: int) -> str:
        path = f"{_run(run)}/taskInstances/{task['task_id']}/logs/{attempt}"
        answer = self.ask(f"{path}?full_content=true&map_index={task['map_index']}")
        return json.dumps(answer, ensure_ascii=False)

    def ended(self, dag: str, number: int) -> dict:
        """The run of that number, once it has ended."""

        def last():
            runs = self.runs(dag)
            done = len(runs) > number and runs[number]["state"] in ("success", "failed")
            return runs[number] if done else None

        return wait(last, f"run {number} of {dag} to end")


def _run(run: dict) -> str:
    return f"/api/v2/dags/{run['dag_id']}/dagRuns/{urllib.parse.quote(run['dag_run_id'])}"


def wait(for_what, called: str, every: float = 1.0):
    """Waits for something true; the limit only ends a test that would hang."""
    end = time.monotonic() + 1800
    while time.monotonic() < end:
        found = for_what()
        if found:
            return found
        time.sleep(every)
    raise AssertionError(f"waited in vain for {called}")


def processes(folder: Path, word: str = "") -> list[int]:
    """Those of Spark that have this folder, and this word, on their command line."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if "org.apache.spark.deploy.SparkSubmit" in words and (not word or word in words):
            if any(str(folder) in w for w in words):
                found.append(int(line.parent.name))
    return found


def simulate(folder: Path, seed: int) -> Path:
    subprocess.run(
        [
            HOME / "bin" / "insight",
            *("simulate", "--out", folder, "--persons", "40", "--items", "100"),
            *("--seed", str(seed), "--countries", "FR,BE"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder / "inbox"


#: What every table holds, without paths, which are below the source where it is received by itself.
CONTENTS = """
    SELECT 'items' AS t, count(*) AS n, bit_xor(xxhash64(item_id, policy_id)) AS h FROM landing.items
    UNION ALL SELECT 'records', count(*), bit_xor(xxhash64(record_id, policy_id)) FROM landing.records
    UNION ALL SELECT 'documents', count(*), bit_xor(xxhash64(document_id, policy_id)) FROM text.documents
    UNION ALL SELECT 'sentences', count(*), bit_xor(xxhash64(sentence_id, policy_id)) FROM text.sentences
    UNION ALL SELECT 'names', count(*), bit_xor(xxhash64(mention_id, policy_id)) FROM mentions.names
    UNION ALL SELECT 'identifiers', count(*), bit_xor(xxhash64(mention_id, policy_id)) FROM mentions.identifiers
    UNION ALL SELECT 'persons', count(*), bit_xor(xxhash64(entity_id, policy_id, caption)) FROM curated.persons
    UNION ALL SELECT 'links', count(*), bit_xor(xxhash64(link_id, policy_id)) FROM curated.links
    ORDER BY t"""


def contents(conf: Path) -> str:
    answer = insight(
        *("sql", "--as", "control", "--purpose", "crime-analysis", "--reason", "a test"),
        *("--format", "json", CONTENTS),
        conf=conf,
    )
    counts = re.findall(r'"n":\s*"?(\d+)', answer)
    assert len(counts) == 8 and all(int(n) > 0 for n in counts), answer
    return answer


ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "PYTHON"))}
for name in ("INSIGHT_INBOX", "INSIGHT_REPORTS", "INSIGHT_JOBS"):
    del ENVIRONMENT[name]
ENVIRONMENT |= {
    "INSIGHT_LAB": str(LAB),
    "INSIGHT_CONF": str(FOLDER / "lake.yaml"),
    "INSIGHT_RETRY_SECONDS": "5",
    "INSIGHT_LOOK_SECONDS": "2",
    "INSIGHT_DEADLINE_MINUTES": "0.2",
    "INSIGHT_REPORT_REASON": "a test of the report",
}


@pytest.fixture(scope="module")
def airflow():
    settings("lake")
    script = HOME / "lab" / "airflow.sh"
    subprocess.run([script, "up"], check=True, env=ENVIRONMENT)
    try:
        yield Airflow()
    finally:
        subprocess.run([script, "down"], check=True, env=ENVIRONMENT)
        # What was killed on the way, and what no Airflow waits for any more.
        assert processes(FOLDER) == []
        if os.environ.get("KEEP_LOGS"):
            shutil.copytree(LAB / "airflow" / "logs", os.environ["KEEP_LOGS"], dirs_exist_ok=True)
        subprocess.run([script, "clear"], check=True, env=ENVIRONMENT)


@pytest.fixture(scope="module")
def first(airflow):
    """The run that the first drop starts; a Spark process is killed on its way."""
    lake = FOLDER / "lake.yaml"
    assert airflow.runs("ingest") == []
    shutil.copytree(simulate(FOLDER / "sim", 3), LAB / "inbox", dirs_exist_ok=True)
    # In the middle of writing: its first file of rows is there, its commit is not.
    rows = FOLDER / "lake" / "tables" / "text" / "sentences" / "data"
    wait(lambda: any(rows.rglob("*.parquet")), f"{KILLED} to write", every=0.02)
    (pid,) = processes(lake, KILLED)
    os.kill(pid, signal.SIGKILL)
    return airflow.ended("ingest", 0)


def test_a_drop_starts_one_run_that_ends_well(airflow, first):
    assert (first["state"], first["run_type"]) == ("success", "asset_triggered")
    assert len(airflow.runs("ingest")) == 1
    tasks = airflow.tasks(first)
    assert {t["state"] for t in tasks} == {"success"}
    # FR, BE and the folder without policies: a mapped task each.
    received = [t for t in tasks if t["task_id"] == "receive-items"]
    assert sorted(t["map_index"] for t in received) == [0, 1, 2]


def test_only_the_killed_task_was_tried_again(airflow, first):
    tries = {t["task_id"]: t["try_number"] for t in airflow.tasks(first)}
    assert {name for name, number in tries.items() if number > 1} == {KILLED}
    killed = next(t for t in airflow.tasks(first) if t["task_id"] == KILLED)
    assert "the process was killed, found SIGKILL (worth another try)" in airflow.log(first, killed, 1)


def test_nothing_doubles(airflow, first):
    undisturbed = settings("undisturbed")
    insight("run", "--inbox", str(LAB / "inbox"), conf=undisturbed)
    assert contents(FOLDER / "lake.yaml") == contents(undisturbed)
    assert rows(FOLDER / "lake.yaml") == rows(undisturbed)


def test_the_new_tables_start_the_report(airflow, first):
    run = airflow.ended("report", 0)
    assert (run["state"], run["run_type"]) == ("success", "asset_triggered")
    page = LAB / "reports" / "demo" / "index.html"
    assert "<html" in page.read_text(encoding="utf-8")
    assert (LAB / "reports").stat().st_mode & 0o077 == 0
    entries = insight("audit", "list", "--reader", "demo", "--format", "json", conf=FOLDER / "lake.yaml")
    assert "a test of the report" in entries


def test_a_run_that_is_late_is_told(airflow, first):
    log = LAB / "airflow" / "logs"
    texts = "".join(f.read_text(errors="replace") for f in log.rglob("*") if f.is_file())
    assert "Deadline missed: ingest has not ended within 0.2 minutes" in texts


def test_a_contract_failure_is_not_tried_again_and_is_on_the_tasks_page(airflow, first):
    airflow.ended("report", 0)
    before = rows(FOLDER / "lake.yaml")
    metadata = newest_metadata("mentions", "names")
    text = metadata.read_text(encoding="utf-8")
    table = json.loads(text)
    # As a later version of the platform would leave it; Hadoop's own sum of the file beside it goes.
    table["properties"]["insight.lake-version"] = "99999"
    metadata.with_name(f".{metadata.name}.crc").unlink(missing_ok=True)
    metadata.write_text(json.dumps(table), encoding="utf-8")
    try:
        airflow.ask("/api/v2/dags/ingest/dagRuns", {"logical_date": None})
        run = airflow.ended("ingest", 1)
    finally:
        metadata.write_text(text, encoding="utf-8")
    assert run["state"] == "failed"
    failed = [t for t in airflow.tasks(run) if t["state"] == "failed"]
    # How the sources ended says nothing of what there is to do: landing is tried, once, and ends so, too.
    assert {t["task_id"] for t in failed} == {"receive-items", "land-items"}
    for task in failed:
        assert task["try_number"] == 1 and task["max_tries"] >= 3
        log = airflow.log(run, task, 1)
        assert "Cannot open the lake: a newer version wrote it, found lake version 99999" in log
        assert "(exit code 4, contract: another try would not help)" in log
    states = {t["task_id"]: t["state"] for t in airflow.tasks(run)}
    assert states["curate-persons"] == "upstream_failed"
    assert rows(FOLDER / "lake.yaml") == before
    assert len(airflow.runs("report")) == 1


def test_the_watch_goes_on_and_a_later_drop_starts_the_next_run(airflow, first):
    earlier = len(airflow.runs("ingest"))
    source = LAB / "inbox" / "FR" / "open"
    (source / "later.txt").write_text("On 3 May 2026 in Lyon, a theft was reported.")
    run = airflow.ended("ingest", earlier)
    assert (run["state"], run["run_type"]) == ("success", "asset_triggered")
    assert len(airflow.runs("ingest")) == earlier + 1
    assert airflow.ended("report", 1)["state"] == "success"


def test_a_triggerer_that_starts_again_does_not_tell_again(airflow):
    before = airflow.last_event("inbox")
    folder = LAB / "inbox" / "FR"
    folder.mkdir(exist_ok=True)
    (folder / "again.txt").write_text("On 4 May 2026 in Lille, a theft was reported.")
    wait(lambda: airflow.last_event("inbox") > before, "the drop to be told")
    told = airflow.last_event("inbox")
    for word in ("down", "up"):
        subprocess.run([HOME / "lab" / "airflow.sh", word], check=True, env=ENVIRONMENT)
    # Several looks; a slow machine looks less often, and the test proves less.
    time.sleep(15)
    assert airflow.last_event("inbox") == told


def rows(conf: Path) -> dict[str, int]:
    """How many rows each table has; of the audit, which `insight run` collects, none are counted."""
    told = json.loads(insight("status", "--format", "json", conf=conf))
    return {
        table["table"]: table["rows"]
        for table in told["tables"]
        if table["table"] != "governance.audit"
    }


def newest_metadata(stage: str, table: str) -> Path:
    """The file that the catalog names as the table's state."""
    with sqlite3.connect(FOLDER / "lake" / "catalog.db") as catalog:
        (location,) = catalog.execute(
            "SELECT metadata_location FROM iceberg_tables WHERE table_namespace = ? AND table_name = ?",
            (stage, table),
        ).fetchone()
    return Path(location.removeprefix("file:").replace("//", "/"))

"""The DAGs are what the registry says, and say in one line why where they cannot be."""

from __future__ import annotations

import json
import os
import shlex
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import AssetAll
from airflow.sdk.exceptions import AirflowFailException
from conftest import DAGS, HOME
from insight_airflow import registry
from insight_airflow.operator import InsightOperator
from insight_airflow.settings import LAKE_POOL, READERS_POOL, Settings

LISTED = json.loads(Path(os.environ["INSIGHT_JOBS"]).read_text(encoding="utf-8"))
#: What insight run leaves out, see docs/data-flow.md.
LEFT_OUT = {
    "record-reader-acts",
    "record-withdrawals",
    "record-decisions",
    "record-corrections",
    "record-ledger",
    "collect-audit",
}


def bag(folder: Path = DAGS) -> DagBag:
    return DagBag(dag_folder=str(folder))


@pytest.fixture(scope="module")
def dags():
    found = bag()
    assert found.import_errors == {}
    return found.dags


def test_all_dags_load_and_nothing_else(dags):
    assert sorted(dags) == ["ingest", "maintenance", "report", "reports_monthly", "verify_nightly"]
    for dag in dags.values():
        assert dag.doc_md and dag.description and not dag.catchup, dag.dag_id


def test_loading_needs_no_java(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert bag().import_errors == {}


def test_ingest_has_a_task_for_each_job_of_a_run(dags):
    jobs = {entry["job"] for entry in LISTED} - LEFT_OUT
    assert set(dags["ingest"].task_ids) == jobs | {
        "list_sources",
        "sources_ended",
        "all_received",
        "publish",
    }


def test_ingest_is_ordered_as_the_jobs_read_and_write(dags):
    writers = {entry["writes"]: entry["job"] for entry in LISTED if entry["job"] not in LEFT_OUT}
    expected = {
        entry["job"]: {writers[table] for table in entry["reads"] if table in writers}
        for entry in LISTED
        if entry["job"] in writers.values()
    }
    assert expected["curate-persons"] >= {"resolve-records", "list-subjects"}
    # It takes out what is withdrawn, which the others that read arrivals have to see.
    of_arrivals = [e["job"] for e in LISTED if "landing.arrivals" in e["reads"]]
    assert of_arrivals[0] == "land-items"
    for name in of_arrivals[1:]:
        expected[name] |= {"land-items"}
    # It reads the labels, which any job before it may add to.
    expected["entitle-scopes"] = writers_before("entitle-scopes")
    # They wait for all sources, and go on however these ended, but not where none was even listed.
    behind = {"sources_ended", "list_sources"}
    expected = {
        name: (upstream - {"receive-items"}) | (behind if "receive-items" in upstream else set())
        for name, upstream in expected.items()
    }
    expected["sources_ended"] = {"receive-items"}
    expected["all_received"] = {"receive-items"}
    expected["receive-items"] = {"list_sources"}
    # Last, for all that is written is shown together.
    expected["publish"] = (set(writers.values()) - {"receive-items"}) | {"sources_ended"}
    dag = dags["ingest"]
    assert {name: dag.get_task(name).upstream_task_ids for name in expected} == expected
    before = [entry["job"] for entry in LISTED]
    at = {name: before.index(name) for name in expected if name in before}
    at |= {"list_sources": -1, "sources_ended": at["receive-items"], "all_received": len(before)}
    at["publish"] = len(before)
    for after, upstream in expected.items():
        for name in upstream:
            assert at[name] < at[after] or (name, after) == ("receive-items", "sources_ended")


def writers_before(job: str) -> set[str]:
    """All that a run takes before a job."""
    names = [entry["job"] for entry in LISTED]
    return set(names[: names.index(job)]) - LEFT_OUT


def test_each_table_is_an_asset_of_who_shows_it(dags):
    tables = {entry["job"]: entry["writes"] for entry in LISTED if entry["job"] not in LEFT_OUT}
    outlets = {
        task.task_id: [asset.name for asset in task.outlets]
        for task in dags["ingest"].tasks
        if task.outlets
    }
    assert outlets == {"publish": list(tables.values())}
    # Where that line is not in its log nothing was published, and no table is new.
    assert dags["ingest"].get_task("publish").done == "publish "


def test_the_report_waits_for_every_curated_table(dags):
    curated = {entry["writes"] for entry in LISTED if entry["stage"] == "curated"}
    assert curated == {
        *("curated.persons", "curated.organisations", "curated.objects", "curated.events"),
        *("curated.links", "curated.trends_monthly"),
    }
    condition = dags["report"].timetable.asset_condition
    assert isinstance(condition, AssetAll)
    assert {asset.name for asset in condition.objects} == curated


def test_the_inbox_is_watched(dags):
    (asset,) = dags["ingest"].timetable.asset_condition.objects
    (watcher,) = asset.watchers
    assert watcher.trigger.serialize() == (
        "insight_airflow.inbox.InboxTrigger",
        {"folder": os.environ["INSIGHT_INBOX"], "look_every": 10.0},
    )
    assert dags["ingest"].max_active_runs == 1


def test_what_writes_shares_one_slot_and_what_reads_another_pool(dags):
    pools = {
        (dag.dag_id, task.task_id): task.pool
        for dag in dags.values()
        for task in dag.tasks
        if task.task_id not in ("list_sources", "readers_of_the_month")
    }
    readers = {("report", "report"), ("reports_monthly", "report")}
    assert {key for key, pool in pools.items() if pool == READERS_POOL} == readers
    assert {pool for key, pool in pools.items() if key not in readers} == {LAKE_POOL}
    # Mapped tasks, too.
    for dag in dags.values():
        for task in dag.tasks:
            assert task.retries == 3 and task.retry_delay == timedelta(seconds=60), task.task_id


def test_each_task_is_explained_by_its_contract(dags):
    for entry in LISTED:
        if entry["job"] in LEFT_OUT:
            continue
        doc = dags["ingest"].get_task(entry["job"]).doc_md
        assert f"Writes `{entry['writes']}`: {entry['description']}" in doc
        for column in entry["columns"]:
            assert f"| `{column['name']}` |" in doc


def test_runs_that_are_late_are_told(dags):
    for name in ("ingest", "verify_nightly", "maintenance"):
        deadlines = dags[name].deadline
        alert = deadlines[0] if isinstance(deadlines, list) else deadlines
        assert alert.callback.path == "insight_airflow.alerts.late"


def test_a_job_is_made_anew_where_the_run_says_so(dags):
    task = dags["ingest"].get_task("find-names")
    for again, word in (([], ""), (["find-names"], "--again"), (["land-items"], "")):
        template = task.command[2]
        rendered = task.render_template(template, {"params": {"again": again}})
        # `params.again` is reached by attribute, as in a run.
        assert rendered == word


def test_what_came_in_is_not_offered_to_be_made_anew(dags):
    offered = dags["ingest"].params.get_param("again").schema["items"]["enum"]
    assert set(offered) == {entry["job"] for entry in LISTED} - LEFT_OUT - {"receive-items"}


@pytest.mark.parametrize(
    ("dag", "task"), [("ingest", "receive-items"), ("reports_monthly", "report")]
)
def test_what_a_mapped_command_is_given_is_no_template(dags, monkeypatch, dag, task):
    mapped = dags[dag].get_task(task)
    words = ["job", "receive-items", "--inbox", "/in/{{ 1 + 1 }} {% x"]
    # As it comes of the task before: the words, and that they are not to be rendered.
    monkeypatch.setattr(
        type(mapped), "_expand_mapped_kwargs", lambda self, context: ({"command": words}, {id(words)})
    )
    context = {"ti": SimpleNamespace(), "dag": dags[dag], "dag_run": SimpleNamespace(conf={})}
    mapped.render_template_fields(context)
    assert context["task"].command == ["job", "receive-items", "--inbox", "/in/{{ 1 + 1 }} {% x"]


def test_what_runs_by_the_clock_runs_what_it_says(dags):
    commands = {
        (name, task.task_id): (task.command, task.upstream_task_ids)
        for name in ("verify_nightly", "maintenance")
        for task in dags[name].tasks
    }
    assert commands == {
        ("verify_nightly", "verify"): (["verify"], set()),
        ("maintenance", "collect-audit"): (["job", "collect-audit"], set()),
        ("maintenance", "verify-audit"): (["audit", "verify"], {"collect-audit"}),
        ("maintenance", "maintain"): (["maintain"], {"collect-audit"}),
    }


def test_behind_a_job_that_is_left_out_the_others_still_run(dags):
    jobs = {entry["job"] for entry in LISTED} - LEFT_OUT
    rules = {name: dags["ingest"].get_task(name).trigger_rule for name in jobs | {"publish"}}
    assert set(rules.values()) == {"none_failed"}, rules


def test_stages_that_the_run_leaves_out_are_left_out():
    assert registry.within("text", "landing", "curated")
    assert not registry.within("landing", "text", "curated")
    assert not registry.within("links", "landing", "resolution")
    assert registry.within("governance", "text", "text")
    assert {entry["stage"] for entry in LISTED} <= {*registry.STAGES, registry.GOVERNANCE}


def test_a_run_that_begins_behind_the_inbox_needs_none(dags, tmp_path):
    listed = dags["ingest"].get_task("list_sources").python_callable
    params = {"inbox": str(tmp_path / "none"), "from": "text", "to": "curated", "again": []}
    assert listed(params=params) == []
    with pytest.raises(FileNotFoundError):
        listed(params={**params, "from": "landing"})
    with pytest.raises(AirflowFailException, match="no stage from curated to landing"):
        listed(params={**params, "from": "curated", "to": "landing"})


def test_what_the_run_leaves_out_is_not_made_anew(dags, tmp_path):
    listed = dags["ingest"].get_task("list_sources").python_callable
    inbox = {"inbox": str(tmp_path), "from": "landing", "to": "curated"}
    assert listed(params={**inbox, "again": ["find-names", "curate-persons"]}) == []
    # Jobs of governance run with any stage.
    params = {**inbox, "from": "resolution", "again": ["curate-persons", "entitle-scopes"]}
    assert listed(params=params) == []
    params["again"] += ["find-names", "land-items"]
    words = "the stages from resolution to curated leave out, found land-items, find-names$"
    with pytest.raises(AirflowFailException, match=words):
        listed(params=params)


def test_two_reports_of_a_reader_are_refused(dags):
    listed = dags["reports_monthly"].get_task("readers_of_the_month").python_callable
    run = SimpleNamespace(run_after=datetime(2026, 11, 1, tzinfo=timezone.utc))
    one = {"reader": "demo", "purpose": "crime-analysis"}
    other = {"reader": "fr-analyst", "purpose": "investigation", "language": "fr"}
    reports = Settings.of().reports
    reason = ["--reason", "monthly report of 2026-11"]
    assert listed(params={"readers": [one, other]}, dag_run=run) == [
        ["report", "--as", "demo", "--purpose", "crime-analysis", *reason, "--language", "en"]
        + ["--out", f"{reports}/2026-11/demo"],
        ["report", "--as", "fr-analyst", "--purpose", "investigation", *reason, "--language", "fr"]
        + ["--out", f"{reports}/2026-11/fr-analyst"],
    ]
    with pytest.raises(AirflowFailException, match="found demo"):
        listed(params={"readers": [one, {**one, "language": "fr"}]}, dag_run=run)


def test_a_missing_list_of_jobs_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("INSIGHT_JOBS", str(tmp_path / "none.json"))
    errors = bag().import_errors
    assert sorted(Path(file).name for file in errors) == ["ingest.py", "report.py"]
    for text in errors.values():
        assert (
            f"Cannot list the jobs: no file of them, found {tmp_path / 'none.json'};"
            " run dags/list-jobs.sh" in text
        )


def test_a_list_that_is_older_than_the_jar_is_refused(monkeypatch, tmp_path):
    old = tmp_path / "jobs.json"
    old.write_text(json.dumps(LISTED), encoding="utf-8")
    jar = tmp_path / "insight.jar"
    jar.touch()
    now = time.time()
    os.utime(old, (now - 60, now - 60))
    monkeypatch.setenv("INSIGHT_JOBS", str(old))
    monkeypatch.setenv("INSIGHT_JAR", str(jar))
    with pytest.raises(registry.NoJobs, match="the file is older than"):
        registry.load(Settings.of())
    os.utime(old, (now + 60, now + 60))
    assert [job.name for job in registry.load(Settings.of())] == [e["job"] for e in LISTED]


def test_a_list_of_something_else_is_refused(monkeypatch, tmp_path):
    for text in ("", "{", "[1]", '[{"job": "x"}]'):
        other = tmp_path / "other.json"
        other.write_text(text, encoding="utf-8")
        monkeypatch.setenv("INSIGHT_JOBS", str(other))
        monkeypatch.setenv("INSIGHT_JAR", "hdfs://nowhere/insight.jar")
        with pytest.raises(registry.NoJobs, match="not what insight jobs --format json prints"):
            registry.load(Settings.of())


def test_settings_say_which_jar_is_run(monkeypatch):
    assert Settings.of({}).jar == str(HOME / "cli" / "target" / "insight.jar")
    assert Settings.of({"INSIGHT_JAR": "s3a://b/insight.jar"}).jar == "s3a://b/insight.jar"
    assert Settings.of({"INSIGHT_CONF": "a.yaml:b.yaml"}).conf == ("a.yaml", "b.yaml")


def test_what_a_person_reads_for_is_not_what_reports_are_for():
    person = {"INSIGHT_PURPOSE": "investigation", "INSIGHT_REASON": "case 12"}
    settings = Settings.of(person)
    assert (settings.purpose, settings.reason) == (Settings.of({}).purpose, Settings.of({}).reason)
    assert Settings.of({"INSIGHT_REPORT_REASON": "monthly"}).reason == "monthly"
    assert Settings.of({"INSIGHT_READER": "before"}).reader == "before"


def test_spark_is_silent_where_there_is_only_the_jar(monkeypatch, tmp_path):
    kept = HOME / "conf" / "log4j2.properties"
    for home, expected in ((HOME, kept), (tmp_path, DAGS / "insight_airflow" / "log4j2.properties")):
        monkeypatch.setenv("INSIGHT_HOME", str(home))
        task = InsightOperator(task_id="asked", command=["jobs"])
        options = shlex.split(task.conf["spark.driver.extraJavaOptions"])
        assert f"-Dlog4j2.configurationFile={expected}" in options
        assert expected.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")

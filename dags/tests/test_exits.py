"""How a command ended decides whether it is tried again; all with real processes."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import threading
import time
from types import SimpleNamespace

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from conftest import HOME
from insight_airflow import exits
from insight_airflow.operator import InsightOperator

PARAMS = {"params": {"from": "text", "to": "links", "again": []}}


def ended(script: str) -> tuple[int, list[str]]:
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout.splitlines()


@pytest.mark.parametrize("code", [*range(1, 8), 50, 101, 126, 127])
def test_of_codes_only_external_is_tried_again(code):
    returned, output = ended(f"echo log; echo 'insight: Cannot do it: why, found 3'; exit {code}")
    assert returned == code
    assert exits.retried(returned) == (code == 5)
    kind = {1: "internal", 2: "usage", 3: "input", 4: "contract", 5: "external"}.get(
        code, "of spark-submit or java"
    )
    end = "worth another try" if code == 5 else "another try would not help"
    assert exits.line(returned, output) == (
        f"Cannot do it: why, found 3 (exit code {code}, {kind}: {end})"
    )


@pytest.mark.parametrize("name", ["KILL", "TERM", "ABRT", "SEGV"])
@pytest.mark.parametrize("shell", ["kill -{0} $$", "bash -c 'kill -{0} $$'; exit $?"])
def test_a_killed_process_is_tried_again_also_where_a_shell_says_so(name, shell):
    returned, output = ended(shell.format(name))
    number = signal.Signals[f"SIG{name}"].value
    assert returned in (-number, 128 + number)
    assert exits.retried(returned)
    assert exits.line(returned, output) == (
        f"Cannot go on: the process was killed, found SIG{name} (worth another try)"
    )


def test_the_last_line_of_the_command_counts_and_silence_is_said():
    output = ["insight: Cannot a: b", "  at some.Class", "insight: Cannot c: d ", "later"]
    assert exits.line(1, output) == "Cannot c: d (exit code 1, internal: another try would not help)"
    assert exits.line(1, ["x"]).startswith("Cannot go on: no word of the command (exit code 1")


def operator(*command: str, **options) -> InsightOperator:
    return InsightOperator(task_id="t", command=list(command), **options)


def test_a_wrong_command_line_fails_at_once_and_a_home_may_have_blanks_in_its_path(
    monkeypatch, tmp_path
):
    home = tmp_path / 'police "data" \\ 1'
    home.symlink_to(HOME)
    monkeypatch.setenv("INSIGHT_HOME", str(home))
    with pytest.raises(AirflowFailException) as failed:
        operator("job", "no-such-job").execute(PARAMS)
    # Where the path is broken at a blank it is java that finds nothing.
    assert str(failed.value) == (
        "Cannot run a job: none of that name, found no-such-job; `insight jobs` lists them"
        " (exit code 2, usage: another try would not help)"
    )


def test_a_missing_inbox_fails_at_once(tmp_path):
    with pytest.raises(AirflowFailException) as failed:
        operator("run", "", "--inbox", str(tmp_path / "none")).execute(PARAMS)
    assert str(failed.value) == (
        f"Cannot read the inbox: no such folder, found {tmp_path / 'none'}"
        " (exit code 3, input: another try would not help)"
    )


def test_a_lake_that_another_run_holds_is_tried_again(tmp_path):
    with open(tmp_path / ".run-lock", "w", encoding="utf-8") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        with pytest.raises(AirflowException) as failed:
            operator("job", "land-items", "--lake", str(tmp_path)).execute(PARAMS)
    assert not isinstance(failed.value, AirflowFailException)
    assert str(failed.value) == (
        f"Cannot write to the lake: another run does, found {tmp_path}"
        " (exit code 5, external: worth another try)"
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_spark_process_is_tried_again(tmp_path, number):
    task = operator("job", "land-items", "--lake", str(tmp_path / "lake"))
    failures = []

    def run():
        try:
            task.execute(PARAMS)
        except Exception as e:  # noqa: BLE001
            failures.append(e)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():
        process = getattr(task._hook, "_submit_sp", None)
        # spark-submit becomes java, as the same process.
        if process is not None and _is_java(process.pid):
            os.kill(process.pid, number)
            break
        time.sleep(0.05)
    thread.join()
    (failure,) = failures
    assert not isinstance(failure, AirflowFailException)
    assert str(failure) == (
        f"Cannot go on: the process was killed, found {number.name} (worth another try)"
    )


def _is_java(pid: int) -> bool:
    try:
        return os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "java"
    except FileNotFoundError:
        return False


def test_the_line_is_found_before_a_long_trace_and_what_was_done_is_heard(monkeypatch, tmp_path):
    # In the place of Spark: none of its own failures prints this much when it is asked to.
    script = tmp_path / "spark-submit"
    script.write_text(
        "#!/bin/sh\necho 'publish run 3'\necho 'insight: Cannot go on: a fault, found x.Y'\n"
        "i=0; while [ $i -lt 600 ]; do echo '  java.lang.IllegalStateException: at'; i=$((i+1)); done\n"
        "exit $ENDS\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("ENDS", "1")
    with pytest.raises(AirflowFailException) as failed:
        operator("publish").execute(PARAMS)
    assert str(failed.value) == (
        "Cannot go on: a fault, found x.Y (exit code 1, internal: another try would not help)"
    )
    monkeypatch.setenv("ENDS", "0")
    operator("publish", done="publish ").execute(PARAMS)
    with pytest.raises(AirflowSkipException, match="publish found nothing to do"):
        operator("publish", done="published").execute(PARAMS)
    with pytest.raises(AirflowSkipException):
        operator("publish", done="published").execute({**PARAMS, "ti": SimpleNamespace(try_number=1)})
    # The try before may have published and been killed after that.
    operator("publish", done="published").execute({**PARAMS, "ti": SimpleNamespace(try_number=2)})


def test_a_stage_that_the_run_leaves_out_is_skipped():
    with pytest.raises(AirflowSkipException):
        operator("job", "land-items", stage="landing").execute(PARAMS)


def test_a_machine_without_spark_fails_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AirflowFailException, match="no spark-submit on the PATH"):
        operator("status").execute(PARAMS)


def test_settings_go_with_the_command_where_it_takes_them(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("INSIGHT_CONF", "/a.yaml:/b.yaml")
    for words, expected in (
        (["job", "", "x"], ["job", "--conf", "/a.yaml", "--conf", "/b.yaml", "x"]),
        (["audit", "verify"], ["audit", "verify", "--conf", "/a.yaml", "--conf", "/b.yaml"]),
    ):
        task = operator(*words)
        with pytest.raises(AirflowFailException):
            task.execute(PARAMS)
        assert task.application_args == expected

"""The jobs, as `insight jobs --format json` lists them; nothing about a job is written down twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from insight_airflow.settings import Settings

#: The stages in the order of the data's way; jobs of governance run with each of them.
STAGES = ("landing", "text", "mentions", "resolution", "links", "curated")
GOVERNANCE = "governance"
#: The table that is no job's own.
LABELS = "governance.labels"
#: The job that reads the inbox.
RECEIVE = "receive-items"


class NoJobs(Exception):
    """The list of jobs is missing, or of another build."""


@dataclass(frozen=True)
class Job:
    """A step of the pipeline."""

    name: str
    stage: str
    reads: tuple[str, ...]
    outside: tuple[str, ...]
    writes: str
    description: str
    grain: tuple[str, ...]
    columns: tuple[tuple[str, str, str], ...]

    @property
    def by_command(self) -> bool:
        """Whether its rows come from a command, so that no run takes it: acts, the audit's spool."""
        return bool(self.outside) and self.name != RECEIVE

    @property
    def remade(self) -> bool:
        """Whether its table can be made anew: what came in is never replaced."""
        return self.name != RECEIVE

    def doc(self) -> str:
        """What the task's page says of it, in Markdown."""
        rows = "\n".join(
            f"| `{name}` | `{kind}` | {_cell(doc)} |" for name, kind, doc in self.columns
        )
        reads = ", ".join(f"`{table}`" for table in self.reads)
        return (
            f"Writes `{self.writes}`: {self.description}\n\n"
            f"Reads {reads}. One row: {', '.join(f'`{column}`' for column in self.grain)}.\n\n"
            f"| column | type | meaning |\n| --- | --- | --- |\n{rows}\n"
        )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def load(settings: Settings) -> list[Job]:
    """The jobs in the order of a run, from the file that the build made; no JVM is started."""
    path = settings.jobs
    if not path.is_file():
        raise NoJobs(f"Cannot list the jobs: no file of them, found {path}; run dags/list-jobs.sh")
    jar = Path(settings.jar)
    if jar.is_file() and path.stat().st_mtime < jar.stat().st_mtime:
        raise NoJobs(
            f"Cannot list the jobs: the file is older than {jar}, found {path}; run dags/list-jobs.sh"
        )
    try:
        return [_job(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError) as e:
        raise NoJobs(
            f"Cannot list the jobs: not what insight jobs --format json prints, found {path}"
            f" ({type(e).__name__}); run dags/list-jobs.sh"
        ) from e


def _job(entry: dict) -> Job:
    return Job(
        name=entry["job"],
        stage=entry["stage"],
        reads=tuple(entry["reads"]),
        outside=tuple(entry["outside"]),
        writes=entry["writes"],
        description=entry["description"],
        grain=tuple(entry["grain"]),
        columns=tuple((c["name"], c["type"], c["doc"]) for c in entry["columns"]),
    )


def of_a_run(jobs: list[Job]) -> list[Job]:
    """Those that a run takes, in its order."""
    return [job for job in jobs if not job.by_command]


def edges(jobs: list[Job]) -> set[tuple[str, str]]:
    """
    Pairs (before, after) of names: the second reads the table that the first writes. Any job may
    come upon a label that is new and register it: who reads the labels comes after all that a run
    takes before it. The first that reads what was received takes out what is withdrawn: the others
    that read it come after that one, or they would not know.
    """
    writers = {job.writes: job.name for job in jobs}
    received = next((job.writes for job in jobs if job.name == RECEIVE), "")
    readers = [job.name for job in jobs if received in job.reads]
    read = {(writers[table], job.name) for job in jobs for table in job.reads if table in writers}
    registered = {
        (before.name, job.name)
        for at, job in enumerate(jobs)
        if LABELS in job.reads
        for before in jobs[:at]
    }
    return read | registered | {(readers[0], name) for name in readers[1:]}


def within(stage: str, first: str, last: str) -> bool:
    """Whether a run from one stage to another takes this one; governance always, as insight run."""
    if stage == GOVERNANCE:
        return True
    return STAGES.index(first) <= STAGES.index(stage) <= STAGES.index(last)

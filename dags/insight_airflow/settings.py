"""Settings of the DAGs, from the environment of Airflow; docs/operations.md lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

#: The pool of what writes to the lake: one slot, for an embedded lake takes one writer at a time.
LAKE_POOL = "insight_lake"
#: The pool of what only reads.
READERS_POOL = "insight_readers"


@dataclass(frozen=True)
class Settings:
    """Where things are, and how long they may take."""

    #: Folder that bin/insight would be in the bin/ of; None where there is only the jar.
    home: Path | None
    #: The jar of jobs: a path, or any URI that spark-submit takes.
    jar: str
    #: What `insight jobs --format json` printed.
    jobs: Path
    #: Files of settings over conf/default.yaml, the last one winning.
    conf: tuple[str, ...]
    #: The folder that is watched.
    inbox: str
    #: Where reports go.
    reports: str
    #: Connection with Spark's master and deploy mode.
    connection: str
    #: Memory of a driver, as 2g.
    heap: str
    #: More options of the driver's java.
    java_options: str
    #: How often a task is tried again, and after how long the first time.
    retries: int
    retry_delay: timedelta
    #: Seconds between two looks into the inbox; what is there at two looks alike is complete.
    look_every: float
    #: From being queued to the end of an ingest, before somebody is told; 0: nobody is.
    deadline: timedelta
    #: The same for DAGs that go by the clock.
    deadline_by_the_clock: timedelta
    #: Whom an asset-triggered report is for, and what is entered in the audit. Not by the names that a
    #: person's own reading has: what they export for a case would be said of each report from then on.
    reader: str
    purpose: str
    reason: str

    @staticmethod
    def of(environment: Mapping[str, str] | None = None) -> Settings:
        """The settings of this process; a variable that is not set has its default."""
        env = os.environ if environment is None else environment

        def get(name: str, default: str) -> str:
            return env.get(name, "").strip() or default

        home = Path(get("INSIGHT_HOME", str(Path(__file__).resolve().parents[2])))
        jar = get("INSIGHT_JAR", str(home / "cli" / "target" / "insight.jar"))
        return Settings(
            home=home if (home / "conf").is_dir() else None,
            jar=jar,
            jobs=Path(get("INSIGHT_JOBS", str(home / "cli" / "target" / "jobs.json"))),
            conf=tuple(part for part in get("INSIGHT_CONF", "").split(os.pathsep) if part),
            inbox=get("INSIGHT_INBOX", str(home / "inbox")),
            reports=get("INSIGHT_REPORTS", str(home / "reports")),
            connection=get("INSIGHT_SPARK_CONNECTION", "insight_spark"),
            heap=get("INSIGHT_HEAP", "4g"),
            java_options=get("INSIGHT_JAVA_OPTS", ""),
            retries=int(get("INSIGHT_RETRIES", "3")),
            retry_delay=timedelta(seconds=float(get("INSIGHT_RETRY_SECONDS", "60"))),
            look_every=float(get("INSIGHT_LOOK_SECONDS", "10")),
            deadline=timedelta(minutes=float(get("INSIGHT_DEADLINE_MINUTES", "120"))),
            deadline_by_the_clock=timedelta(
                minutes=float(get("INSIGHT_CLOCK_DEADLINE_MINUTES", "360"))
            ),
            # As it was called before; nobody's own reading has that name.
            reader=get("INSIGHT_REPORT_READER", get("INSIGHT_READER", "demo")),
            purpose=get("INSIGHT_REPORT_PURPOSE", "crime-analysis"),
            reason=get("INSIGHT_REPORT_REASON", "report on new data, by the scheduler"),
        )

"""Who is told when a run is late."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference

log = logging.getLogger("insight.alerts")


async def late(**kwargs: Any) -> None:
    """Says in the triggerer's log that a run is late; runs in the triggerer."""
    context = kwargs.get("context") or {}
    run = context.get("dag_run") or {}
    log.warning(
        "Deadline missed: %s has not ended within %s minutes of being queued, found run %s",
        run.get("dag_id", kwargs.get("dag")),
        kwargs.get("minutes"),
        run.get("dag_run_id", run.get("run_id", "unknown")),
    )


def deadline(dag: str, interval: timedelta) -> DeadlineAlert | None:
    """From being queued, for a run that waits for a slot is late, too; none for no time at all."""
    if not interval:
        return None
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=interval,
        callback=AsyncCallback(
            late, kwargs={"dag": dag, "minutes": round(interval.total_seconds() / 60, 1)}
        ),
        name=f"{dag} late",
    )

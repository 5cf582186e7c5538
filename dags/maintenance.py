"""
### What a lake needs each day

Collects the audit's entries into `governance.audit`, then checks that the chain is whole: a changed,
removed or cut entry is exit code 4 and fails the task. Rewrites small files, forgets old snapshots
and removes files that nothing names, as the contracts of the tables say; while a run is staged it
does none of it and is tried again. This waits for no sound chain: of a lake that was put back from a
copy `verify-audit` goes on failing, and withdrawn rows have to leave the disk all the same. The first
of `STEPS` comes before all others, which the pool runs one after another; a further one is a line
there.
"""

from __future__ import annotations

from airflow.sdk import DAG
from insight_airflow import alerts
from insight_airflow.operator import InsightOperator, defaults
from insight_airflow.settings import Settings

#: Task, its command, what it does.
STEPS = (
    (
        "collect-audit",
        ["job", "collect-audit"],
        "Moves the entries of reads and acts from the spool into `governance.audit`.",
    ),
    (
        "verify-audit",
        ["audit", "verify"],
        "Follows the chain of hashes. Write the head that its log shows down elsewhere.",
    ),
    (
        "maintain",
        ["maintain"],
        "Compacts the lake's tables, forgets snapshots that no kept run needs, removes orphan files.",
    ),
)

with DAG(
    dag_id="maintenance",
    description="Keeps the audit and the lake's files, day by day.",
    doc_md=__doc__,
    schedule="30 3 * * *",
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    is_paused_upon_creation=True,
    tags=["insight"],
    deadline=alerts.deadline("maintenance", Settings.of().deadline_by_the_clock),
) as dag:
    first, *others = (
        InsightOperator(task_id=name, command=command, doc_md=doc) for name, command, doc in STEPS
    )
    first >> others

"""
### Every label, each night

Works the label of every row out again from its sources (`insight verify`). A mismatch is exit code 4:
the task fails at once, and its line says how many there are in which table. What to do then:
docs/operations.md, Verify.
"""

from __future__ import annotations

from airflow.sdk import DAG
from insight_airflow import alerts
from insight_airflow.operator import InsightOperator, defaults
from insight_airflow.settings import Settings

with DAG(
    dag_id="verify_nightly",
    description="Proves the labels of the lake.",
    doc_md=__doc__,
    schedule="0 2 * * *",
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    is_paused_upon_creation=True,
    tags=["insight"],
    deadline=alerts.deadline("verify_nightly", Settings.of().deadline_by_the_clock),
) as dag:
    InsightOperator(
        task_id="verify",
        command=["verify"],
        doc_md="Holds the lake meanwhile: no job runs beside it.",
    )

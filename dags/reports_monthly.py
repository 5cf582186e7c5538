"""
### The reports of the month

On the first of each month, one report for each reader that the parameter `readers` names, a task each.
Each goes to a folder of its own by month and reader, so that those of earlier months stay.
"""

from __future__ import annotations

from airflow.sdk import DAG, Param, task
from airflow.sdk.exceptions import AirflowFailException
from insight_airflow import commands
from insight_airflow.operator import InsightOperator, defaults
from insight_airflow.settings import READERS_POOL, Settings

settings = Settings.of()

with DAG(
    dag_id="reports_monthly",
    description="Writes the reports of the month, one a reader.",
    doc_md=__doc__,
    schedule="0 5 1 * *",
    catchup=False,
    max_active_runs=1,
    default_args=defaults(READERS_POOL),
    is_paused_upon_creation=True,
    tags=["insight"],
    params={
        "readers": Param(
            [{"reader": settings.reader, "purpose": settings.purpose, "language": "en"}],
            type="array",
            items={
                "type": "object",
                "required": ["reader", "purpose"],
                "additionalProperties": False,
                "properties": {
                    "reader": {"type": "string", "pattern": "^[a-z][a-z0-9._-]*$"},
                    "purpose": {"type": "string", "minLength": 1},
                    "language": {"type": "string", "enum": ["en", "fr"]},
                },
            },
        ),
    },
) as dag:

    @task(pool="default_pool")
    def readers_of_the_month(params: dict, dag_run) -> list[list[str]]:
        """The command that writes each report."""
        named = [wanted["reader"] for wanted in params["readers"]]
        for reader in named:
            if named.count(reader) > 1:
                raise AirflowFailException(
                    f"Cannot write two reports of a reader in one folder, found {reader}"
                )
        month = dag_run.run_after.strftime("%Y-%m")
        return [
            commands.report(
                wanted["reader"],
                wanted["purpose"],
                f"monthly report of {month}",
                wanted.get("language", "en"),
                f"{settings.reports}/{month}/{wanted['reader']}",
            )
            for wanted in params["readers"]
        ]

    InsightOperator.partial(task_id="report").expand(
        command=readers_of_the_month()
    )

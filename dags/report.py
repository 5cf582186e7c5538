"""
### The report, when the curated tables are new

Starts when every curated table has been updated. Parameters name the reader, the purpose and the
reason, which go to the audit, and the language (`en`, `fr`).
"""

from __future__ import annotations

from functools import reduce
from operator import and_

from airflow.sdk import DAG, Param
from insight_airflow import assets, commands, registry
from insight_airflow.operator import InsightOperator, defaults
from insight_airflow.settings import READERS_POOL, Settings

settings = Settings.of()
curated = [job.writes for job in registry.load(settings) if job.stage == "curated"]

with DAG(
    dag_id="report",
    description="Writes one reader's report of what is new.",
    doc_md=__doc__,
    schedule=reduce(and_, [assets.table(name) for name in curated]),
    catchup=False,
    max_active_runs=1,
    default_args=defaults(READERS_POOL),
    tags=["insight"],
    params={
        "reader": Param(settings.reader, type="string", pattern="^[a-z][a-z0-9._-]*$"),
        "purpose": Param(settings.purpose, type="string", minLength=1),
        "reason": Param(settings.reason, type="string", minLength=1),
        "language": Param("en", type="string", enum=["en", "fr"]),
    },
) as dag:
    InsightOperator(
        task_id="report",
        inlets=[assets.table(name) for name in curated],
        command=commands.report(
            "{{ params.reader }}",
            "{{ params.purpose }}",
            "{{ params.reason }}",
            "{{ params.language }}",
            settings.reports + "/{{ params.reader }}",
        ),
        doc_md="Replaces the report in the reader's folder of reports.",
    )

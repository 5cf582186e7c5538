"""
### From the inbox to the curated tables

Starts when something new is complete in the inbox. Each source (a folder in the inbox) is received by
a task of its own, then each job runs on what is new for it, in the order in which it reads what others
write. Nothing new: no row is written. A source that cannot be read whole holds up nothing else: its task
is red, the run has failed, and what it and the others brought is shown all the same.

| parameter | what |
| --- | --- |
| `inbox` | another inbox for this run |
| `from`, `to` | first and last stage; governance always runs |
| `again` | jobs whose table is made anew from all of its inputs (`insight job NAME --again`); not `receive-items`, and none that `from` and `to` leave out |

A task that ended with exit code 5 (disk, network, another run) or was killed is tried again; any other
error fails it at once, and its line is the message on the task's page. Run the same again when it is
mended: jobs go on from where they stopped.
"""

from __future__ import annotations

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Param, TaskGroup, task
from airflow.sdk.exceptions import AirflowFailException
from insight_airflow import alerts, assets, commands, registry
from insight_airflow.inbox import sources
from insight_airflow.operator import InsightOperator, defaults
from insight_airflow.settings import Settings

settings = Settings.of()
jobs = registry.of_a_run(registry.load(settings))

with DAG(
    dag_id="ingest",
    description="Takes what is new in the inbox through all stages.",
    doc_md=__doc__,
    schedule=[assets.inbox(settings)],
    catchup=False,
    max_active_runs=1,
    default_args=defaults(),
    tags=["insight"],
    deadline=alerts.deadline("ingest", settings.deadline),
    params={
        "inbox": Param(settings.inbox, type="string", minLength=1),
        "from": Param(registry.STAGES[0], type="string", enum=list(registry.STAGES)),
        "to": Param(registry.STAGES[-1], type="string", enum=list(registry.STAGES)),
        "again": Param(
            [],
            type="array",
            items={"type": "string", "enum": [job.name for job in jobs if job.remade]},
        ),
    },
) as dag:
    groups: dict[str, TaskGroup] = {}
    for job in jobs:
        if job.stage not in groups:
            groups[job.stage] = TaskGroup(group_id=job.stage, prefix_group_id=False)

    @task(task_group=groups["landing"], pool="default_pool")
    def list_sources(params: dict) -> list[list[str]]:
        """The command that receives each source of the inbox; none where the run begins behind it."""
        first, last = params["from"], params["to"]
        if registry.STAGES.index(first) > registry.STAGES.index(last):
            raise AirflowFailException(f"Cannot run: there is no stage from {first} to {last}")
        idle = [
            job.name
            for job in jobs
            if job.name in params["again"] and not registry.within(job.stage, first, last)
        ]
        if idle:
            raise AirflowFailException(
                f"Cannot make anew what the stages from {first} to {last} leave out, found "
                + ", ".join(idle)
            )
        if not registry.within(registry.STAGES[0], first, last):
            return []
        return [commands.receive(s.inbox, s.folder) for s in sources(params["inbox"])]

    tasks = {}
    for job in jobs:
        common = {
            "task_id": job.name,
            "stage": job.stage,
            "doc_md": job.doc(),
            "task_group": groups[job.stage],
            # A source that has none, a stage that is left out: what comes after still runs.
            "trigger_rule": "none_failed",
        }
        if job.name == registry.RECEIVE:
            listed = list_sources()
            tasks[job.name] = InsightOperator.partial(**common).expand(command=listed)
        else:
            tasks[job.name] = InsightOperator(command=commands.job(job), **common)
    received = tasks.pop(registry.RECEIVE)
    # Between the sources and the jobs. A source of which one file cannot be read ends badly, and all else
    # of it is in, so how the sources ended says nothing of what there is to do.
    tasks[registry.RECEIVE] = EmptyOperator(
        task_id="sources_ended",
        task_group=groups["landing"],
        trigger_rule="all_done",
        doc_md="Goes on once every source was received, or was not.",
    )
    # The last of a run says how it ended: well, where every source was received.
    every = EmptyOperator(
        task_id="all_received",
        task_group=groups["landing"],
        trigger_rule="none_failed",
        doc_md="Ends the run badly where a source was not received, whatever the others brought.",
    )
    received >> [tasks[registry.RECEIVE], every]
    for before, after in sorted(registry.edges(jobs)):
        tasks[before] >> tasks[after]
        if before == registry.RECEIVE:
            # Where no source was even listed, nothing goes on.
            listed >> tasks[after]

    publish = InsightOperator(
        task_id="publish",
        command=commands.publish(),
        # Where the run stops earlier, what it made stays unseen.
        stage=registry.STAGES[-1],
        done=commands.PUBLISHED,
        outlets=[assets.table(job.writes) for job in jobs],
        trigger_rule="none_failed",
        doc_md="Checks all that the jobs left unseen, and shows all tables together.",
    )
    list(tasks.values()) >> publish

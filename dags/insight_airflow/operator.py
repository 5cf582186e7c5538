"""The one operator of the DAGs: a command of insight by spark-submit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.exceptions import AirflowException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from insight_airflow import exits, registry
from insight_airflow.settings import LAKE_POOL, Settings

if TYPE_CHECKING:
    from airflow.providers.apache.spark.hooks.spark_submit import SparkSubmitHook
    from airflow.sdk import Context

MAIN = "org.insight.cli.Main"
#: Commands whose options of settings come after the name of a second command.
_TWO_WORDS = ("audit", "readers", "trino")


def defaults(pool: str = LAKE_POOL) -> dict[str, Any]:
    """
    What all tasks of a DAG have, for its ``default_args``: a mapped task takes them from there, and
    not from what a constructor would set.
    """
    settings = Settings.of()
    return {
        "pool": pool,
        "retries": settings.retries,
        "retry_delay": settings.retry_delay,
        "retry_exponential_backoff": 2.0,
    }


class InsightOperator(SparkSubmitOperator):
    """
    Runs one command of insight. What it ends with decides what comes next: exit code 5 and a process
    that was killed are tried again, as often as ``retries`` says; all else fails the task at once,
    with the command's own line as the message.

    :param command: its words, templates allowed; empty ones are left out
    :param stage: the job's stage; the task is skipped where the run's parameters leave it out
    :param done: how the line begins that tells that something was done; without one the task is
        skipped at its first try, and none of its assets is new
    """

    template_fields: Sequence[str] = (*SparkSubmitOperator.template_fields, "command")
    ui_color = "#dfe8f2"

    def __init__(
        self, *, command: Sequence[str], stage: str = "", done: str = "", **kwargs: Any
    ) -> None:
        settings = Settings.of()
        super().__init__(
            application=settings.jar,
            java_class=MAIN,
            conn_id=settings.connection,
            name="insight",
            driver_memory=settings.heap,
            conf={"spark.driver.extraJavaOptions": _java_options(settings)},
            **kwargs,
        )
        # The very object, by which Airflow knows that it is a mapped task's: such words are what a folder
        # is called or a parameter says, and no templates. A copy would be rendered.
        self.command = command
        self.stage = stage
        self.done = done
        self.said: list[str] = []

    def execute(self, context: Context) -> None:
        """Runs it, and turns how it ended into what Airflow understands."""
        params = context["params"]
        if self.stage and not registry.within(self.stage, params["from"], params["to"]):
            raise AirflowSkipException(f"{self.stage} is not from {params['from']} to {params['to']}")
        words = [word for word in self.command if word]
        at = 2 if words[0] in _TWO_WORDS else 1
        options = [word for file in Settings.of().conf for word in ("--conf", file)]
        self.application_args = [*words[:at], *options, *words[at:]]
        self.said = []
        try:
            super().execute(context)
        except FileNotFoundError as e:
            raise AirflowFailException(
                f"Cannot run insight: no spark-submit on the PATH, found {e.filename} missing"
            ) from None
        except AirflowException:
            process = getattr(self._hook, "_submit_sp", None)
            code = None if process is None else process.returncode
            if code is None or code == 0:
                raise
            message = exits.line(code, self.said)
            if exits.retried(code):
                raise AirflowException(message) from None
            raise AirflowFailException(message) from None
        # A try before may have done it and ended badly after that: told twice is a run too many, never
        # told would be lost.
        first = getattr(context.get("ti"), "try_number", 1) == 1
        if self.done and first and not any(line.startswith(self.done) for line in self.said):
            raise AirflowSkipException(f"{words[0]} found nothing to do")

    def _get_hook(self) -> SparkSubmitHook:
        """The provider's hook, which keeps only the last lines, and from an exception on only those."""
        hook = super()._get_hook()
        process = hook._process_spark_submit_log
        hook._process_spark_submit_log = lambda lines: process(self._heard(lines))
        return hook

    def _heard(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith(exits.OURS) or (self.done and line.startswith(self.done)):
                self.said.append(line)
            yield line


def _java_options(settings: Settings) -> str:
    options = ["-Xss4m", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true"]
    # Without one Spark logs at INFO and quotes what it reads, and a task's log is read by many.
    log = Path(__file__).with_name("log4j2.properties")
    if settings.home is not None:
        options.append(f"-Dinsight.home={settings.home}")
        log = settings.home / "conf" / "log4j2.properties"
    options.append(f"-Dlog4j2.configurationFile={log}")
    return " ".join([*map(_quoted, options), *settings.java_options.split()])


def _quoted(option: str) -> str:
    """As Spark's launcher takes options apart: at blanks, but for those between quotation marks."""
    if not any(mark.isspace() or mark in "\"'\\" for mark in option):
        return option
    return '"' + option.replace("\\", "\\\\").replace('"', '\\"') + '"'

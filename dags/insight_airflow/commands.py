"""The command lines of the jobs, as words; an empty word is left out when the command is run."""

from __future__ import annotations

from insight_airflow.registry import RECEIVE, Job

def job(of: Job) -> list[str]:
    """Runs one job, which leaves what it writes where no reader looks; made anew where the run's parameter `again` names it."""
    again = f"{{{{ '--again' if '{of.name}' in params.again else '' }}}}"
    return ["job", of.name, again]


def receive(inbox: str, folder: str | None) -> list[str]:
    """Takes what is new in an inbox, or in one folder of it."""
    words = ["job", RECEIVE, "--inbox", inbox]
    return words if folder is None else [*words, f"--only={folder}"]


def publish() -> list[str]:
    """Checks all that was left unseen, and shows all tables together."""
    return ["publish"]


#: How the line begins that tells that something was published.
PUBLISHED = "publish "


def report(reader: str, purpose: str, reason: str, language: str, out: str) -> list[str]:
    """Writes the report of one reader."""
    return [
        "report",
        *("--as", reader),
        *("--purpose", purpose),
        *("--reason", reason),
        *("--language", language),
        *("--out", out),
    ]

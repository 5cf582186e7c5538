"""Tests of the DAGs: an Airflow home of their own, the registry as the jar prints it, real processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
DAGS = HOME / "dags"
FOLDER = Path(tempfile.mkdtemp(prefix="insight-dags-"))

# Before anything of Airflow is imported, for it reads them then.
for name in [n for n in os.environ if n.startswith(("AIRFLOW_", "INSIGHT_"))]:
    del os.environ[name]
os.environ |= {
    "AIRFLOW_HOME": str(FOLDER / "home"),
    "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": "http://127.0.0.1:1/execution/",
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(FOLDER / "logs"),
    "AIRFLOW_CONN_INSIGHT_SPARK": '{"conn_type": "spark", "host": "local[2]", "extra": {"deploy-mode": "client"}}',
    "INSIGHT_HOME": str(HOME),
    "INSIGHT_JOBS": str(FOLDER / "jobs.json"),
    "INSIGHT_INBOX": str(FOLDER / "inbox"),
    "INSIGHT_REPORTS": str(FOLDER / "reports"),
    "INSIGHT_HEAP": "1500m",
    # Of a java that lives for seconds: compiling well takes longer than it saves.
    "INSIGHT_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m",
}
sys.path.insert(0, str(DAGS))


def pytest_sessionstart(session) -> None:
    subprocess.run([DAGS / "list-jobs.sh"], check=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)

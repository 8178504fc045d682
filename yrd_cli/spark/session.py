"""A Spark session whose workers can run this package."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from yrd_cli.errors import MissingExtraError, UsageError, YrdError
from yrd_cli.spark.tasks import PACKAGE, never_retries

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class EngineError(YrdError):
    """The cluster could not be reached, or a job failed there."""


def check_engine() -> None:
    """Raise MissingExtraError without PySpark, and UsageError without Java."""
    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        raise MissingExtraError("--engine spark", "spark")
    if "PYSPARK_GATEWAY_PORT" not in os.environ and not _has_java():
        raise UsageError("--engine spark needs Java 17 or later: none is on PATH or in JAVA_HOME")


@contextmanager
def session(master: str | None, folder: str) -> Iterator[SparkSession]:
    """A session on a master; None: the one that ``spark-submit`` names. One that is active in
    this process is used as it is, and stays.

    The package is shipped to the workers, except to those that are this machine. ``folder`` is
    where the archive waits that is shipped. Workers take this process's Python
    unless the cluster's configuration names another. Raises EngineError where a job fails.
    """
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\.")
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    active = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("yrd")
    if master is not None:
        builder = builder.master(retrying(master))
        for name, value in {**_SETTINGS, **_quiet()}.items():
            builder = builder.config(name, value)
        if master.startswith("local"):
            for name, value in _ON_THIS_MACHINE.items():
                builder = builder.config(name, value)
    try:
        spark = active or builder.getOrCreate()
        try:
            if active is None:
                spark.sparkContext.setLogLevel("ERROR")
                _ship(spark, folder)
            yield spark
        finally:
            if active is None:
                spark.stop()
    except (PySparkException, Py4JError) as e:
        raise EngineError(f"spark: {_reason(e)}") from e


def retrying(master: str) -> str:
    """A master that tries a lost task again: on this machine, Spark does not unless told to.

    >>> [retrying(master) for master in ("local", "local[*]", "local[2,8]", "yarn")]
    ['local[1,4]', 'local[*,4]', 'local[2,8]', 'yarn']
    """
    if not never_retries(master):
        return master
    cores = master.removeprefix("local").strip("[]") or "1"
    return f"local[{cores},{_TRIES}]"


def _quiet() -> dict[str, str]:
    """Only errors are logged: Spark says a dozen lines before it listens to anyone."""
    log = Path(__file__).with_name("log4j2.properties")
    return {"spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.as_uri()}"}


_TRIES = 4
"""How often a task is tried: what Spark does on a cluster."""

_SETTINGS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",  # of shingles: 4 KB for a text of 1,000
    "spark.sql.adaptive.enabled": "true",
}
_ON_THIS_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
}


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or bool(
        home and os.path.exists(os.path.join(home, "bin", "java"))
    )


def _ship(spark: SparkSession, folder: str) -> None:
    """Send the package to workers that are not this process's own machine and Python."""
    context = spark.sparkContext
    if context.master.startswith("local["):
        return
    archive = os.path.join(folder, f"{PACKAGE}.zip")
    write_package(archive)
    context.addArchive(f"{archive}#{PACKAGE}")


def write_package(archive: str) -> None:
    """Write this package, with its data, to a zip archive."""
    root = Path(__file__).parent.parent
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                out.write(path, path.relative_to(root.parent))


def _reason(error: BaseException) -> str:
    """The line of Java's and Python's stacked reports that says what went wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    own = [line for line in lines if line.startswith("yrd_cli.") or "Error: " in line]
    return (own or lines or [type(error).__name__])[-1][:500]

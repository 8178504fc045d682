"""The program for `spark-submit`: its arguments are those of `yrd`, without --master.

    spark-submit --master spark://HOST:7077 "$(python -m yrd_cli.spark.submit)" \\
        clean /data/*.jsonl --engine spark --output /data/clean

Run by Python itself, it prints where it lies.
"""

from __future__ import annotations

import os
import sys


def _main() -> None:
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        sys.stdout.write(f"{os.path.abspath(__file__)}\n")
        return
    # Spark puts this folder on the path, where our modules would hide others of their names.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [p for p in sys.path if os.path.abspath(p) != here]
    if not any(os.path.isdir(os.path.join(p, "yrd_cli")) for p in sys.path):
        sys.path.insert(0, os.path.dirname(os.path.dirname(here)))
    from yrd_cli.__main__ import main

    sys.argv[0] = "yrd"
    main()


if __name__ == "__main__":
    _main()

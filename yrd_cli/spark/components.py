"""Connected components on the workers: alternating large stars and small stars.

After Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii 2014, "Connected Components in
MapReduce and Beyond": O(log² n) rounds, of which each joins and groups the edges once. No node's
neighbours come to the driver, and none but the ends of one node to a single worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from yrd_cli.spark.tasks import in_arrow

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SMALL = 1 << 20
"""Up to so many edges (16 MB) one task finds the components at once, where rounds would cost a
few seconds each."""

MAX_ROUNDS = 100
"""Far more than any graph of 2**63 nodes takes; a run that gets there is broken."""


def components(
    edges: DataFrame, kept: Callable[[DataFrame, str], DataFrame], small: int | None = None
) -> DataFrame:
    """The smallest node of the component of each other node: columns ``node``, ``root``.

    ``edges`` has the columns ``a`` and ``b``. ``kept`` stores a round's edges under a name,
    where lost workers do not take them along, and gives them back. Up to ``small`` edges (SMALL)
    are one task's work.
    """
    from pyspark.sql import functions as F  # noqa: N812 - as Spark's own manual

    current = kept(_downward(edges), "edges-0")
    mark = _mark(current)
    if mark[0] <= (SMALL if small is None else small):
        found = current.coalesce(1).mapInArrow(in_arrow(roots_of), "node long, root long")
        return kept(found, "components")
    for number in range(1, MAX_ROUNDS):
        current = kept(_small_star(_large_star(current)), f"edges-{number}")
        before, mark = mark, _mark(current)
        if mark == before:
            return current.select(F.col("a").alias("node"), F.col("b").alias("root"))
    raise RuntimeError(f"components: no end after {MAX_ROUNDS} rounds")


def roots_of(batches: Iterator[Any]) -> Iterator[Any]:
    """Record batches of edges as one of the nodes that have a smaller one in their component,
    each with the smallest (union-find; Tarjan 1975)."""
    import pyarrow as pa

    parents: dict[int, int] = {}

    def root(node: int) -> int:
        while (parent := parents.get(node, node)) != node:
            parents[node] = parents.get(parent, parent)
            node = parent
        return node

    for batch in batches:
        columns = (batch.column(0).to_pylist(), batch.column(1).to_pylist())
        for one, other in zip(*columns, strict=True):
            first, second = sorted((root(one), root(other)))
            parents[second] = first
            parents.setdefault(first, first)
    rows = [(node, root(node)) for node in sorted(parents)]
    nodes = [node for node, least in rows if node != least]
    roots = [least for node, least in rows if node != least]
    yield pa.RecordBatch.from_arrays(
        [pa.array(nodes, pa.int64()), pa.array(roots, pa.int64())], ["node", "root"]
    )


def _downward(edges: DataFrame) -> DataFrame:
    """Each edge once, from the larger node ``a`` to the smaller one ``b``; no loops."""
    from pyspark.sql import functions as F  # noqa: N812

    ends = edges.select(F.greatest("a", "b").alias("a"), F.least("a", "b").alias("b"))
    return ends.where("a <> b").distinct()


def _large_star(edges: DataFrame) -> DataFrame:
    """Each larger neighbour of a node is tied to the smallest of its neighbours and itself."""
    from pyspark.sql import functions as F  # noqa: N812

    both = edges.union(edges.select(F.col("b").alias("a"), F.col("a").alias("b")))
    least = both.groupBy("a").agg(F.least(F.min("b"), F.col("a")).alias("least"))
    tied = both.where("b > a").join(least, "a").select(F.col("b").alias("a"), "least")
    return _downward(tied.withColumnRenamed("least", "b"))


def _small_star(edges: DataFrame) -> DataFrame:
    """A node and its smaller neighbours are tied to the smallest of them."""
    from pyspark.sql import functions as F  # noqa: N812

    least = edges.groupBy("a").agg(F.min("b").alias("least"))
    own = least.select("a", F.col("least").alias("b"))
    others = edges.join(least, "a").select(F.col("b").alias("a"), F.col("least").alias("b"))
    return _downward(own.union(others))


def _mark(edges: DataFrame) -> tuple[int, int | None]:
    """What tells one set of edges from another: their number, and their hashes together."""
    from pyspark.sql import functions as F  # noqa: N812

    row = edges.agg(F.count("*"), F.expr("bit_xor(xxhash64(a, b))")).first()
    assert row is not None
    return int(row[0]), row[1]

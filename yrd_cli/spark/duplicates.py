"""Duplicates over a whole corpus, on the workers: the decisions of one machine, to the pair.

Rows of fingerprints are grouped by band; pairs that share one are proved by their shingles;
what is linked becomes clusters; each split gets the decisions on its Documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yrd_cli.clean.duplicates import Keep, Mode
from yrd_cli.clean.duplicates.clusters import MAX_COMPARED
from yrd_cli.clean.duplicates.removal import MIN_REPEATS, MIN_SHARE
from yrd_cli.spark.components import components
from yrd_cli.spark.entries import DECISIONS, FEATURES, SPLIT_BITS
from yrd_cli.spark.parts import OutputFolder
from yrd_cli.spark.tasks import in_arrow

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyspark.sql import DataFrame, SparkSession

WORK = "comparing"


@dataclass(frozen=True, slots=True)
class Comparing:
    """One search for duplicates among the features that tasks wrote."""

    spark: SparkSession
    output: OutputFolder

    def decide(self, mode: Mode, threshold: float, keep: Keep) -> None:
        """Write the decisions on the Documents of each split that are not simply kept."""
        features = self.spark.read.parquet(self._place(FEATURES))
        if mode == "lines":
            decisions = _repeated(features)
        else:
            decisions = self._near(features, mode, threshold, keep)
        (
            decisions.withColumn("split", _shifted("number"))
            .repartition("split")
            .sortWithinPartitions("number")
            .write.partitionBy("split")
            .mode("errorifexists")
            .parquet(self._place(DECISIONS))
        )

    def clusters(self) -> list[tuple[int, str, int, float]]:
        """Every Document left out: its cluster, the one kept, its number, and how similar."""
        rows = self.spark.read.parquet(self._place(DECISIONS)).orderBy("cluster", "number")
        return [(r.cluster, r.kept, r.id, r.similarity) for r in rows.toLocalIterator()]

    def _near(self, features: DataFrame, mode: Mode, threshold: float, keep: Keep) -> DataFrame:
        from pyspark.sql import functions as F  # noqa: N812

        linked = self._linked(features, mode, threshold)
        members = self._kept(_with_roots(linked), "members")
        chosen = _chosen(members, features, keep)
        ordered_by = "second" if mode == "exact" and keep == "first" else "root"
        numbers = self._numbered(members, ordered_by)
        ids = features.select("number", "id")
        dropped = (
            members.join(chosen, "root")
            .where("node <> first")
            .select("root", "first", F.col("node").alias("other"))
        )
        if mode == "near":
            told = _similar(dropped.select("first", "other"), features)
            dropped = dropped.join(told, ["first", "other"])
        else:
            dropped = dropped.withColumn("similarity", F.lit(1.0))
        kept = ids.select(F.col("number").alias("first"), F.col("id").alias("kept"))
        own = ids.select(F.col("number").alias("other"), "id")
        return (
            dropped.join(numbers, "root")
            .join(kept, "first")
            .join(own, "other")
            .select(F.col("other").alias("number"), "id", "kept", "similarity", "cluster")
        )

    def _linked(self, features: DataFrame, mode: Mode, threshold: float) -> DataFrame:
        """The first text of the cluster of each other one: columns ``node``, ``root``.

        Each text is compared with the first of its bands, and with the others of them only where
        that left the two in different clusters: thousands of copies cost a comparison each, and
        not MAX_COMPARED.
        """
        edges = _same(features)
        if mode != "near":
            return self._components(edges, "components")
        bands = self._kept(_bands(_without_copies(features)), "bands")
        near = self._proved(_with_first(bands), features, threshold)
        linked = self._components(edges.union(near), "first")
        more = self._proved(_with_others(bands, linked), features, threshold)
        return self._components(linked.toDF("a", "b").union(more), "second")

    def _proved(self, pairs: DataFrame, features: DataFrame, threshold: float) -> DataFrame:
        """The pairs that are similar enough, as edges: columns ``a``, ``b``."""
        similar = _similar(pairs, features)
        return (
            similar.where(similar.similarity >= threshold).select("first", "other").toDF("a", "b")
        )

    def _components(self, edges: DataFrame, name: str) -> DataFrame:
        return components(edges, lambda frame, part: self._kept(frame, f"{name}/{part}"))

    def _numbered(self, members: DataFrame, ordered_by: str) -> DataFrame:
        """The clusters' numbers, from 1, in the order of their first Documents (``root``), or of
        the first ones left out (``second``)."""
        from pyspark.sql import functions as F  # noqa: N812

        second = F.min(F.when(F.col("node") != F.col("root"), F.col("node")))
        roots = members.groupBy("root").agg(second.alias("second")).orderBy(ordered_by)
        counted = roots.select("root").rdd.zipWithIndex()
        rows = counted.map(lambda pair: (pair[0][0], pair[1] + 1))
        return self.spark.createDataFrame(rows, "root long, cluster long")

    def _kept(self, frame: DataFrame, name: str) -> DataFrame:
        """Store rows in the run's folder: what lost workers held in memory would be lost."""
        place = self._place(f"{WORK}/{name}")
        frame.write.mode("errorifexists").parquet(place)
        return self.spark.read.schema(frame.schema).parquet(place)

    def _place(self, name: str) -> str:
        return f"file://{self.output.folder(name)}"


def _shifted(name: str) -> Any:
    from pyspark.sql import functions as F  # noqa: N812

    return F.shiftright(name, SPLIT_BITS)


def _same(features: DataFrame) -> DataFrame:
    """Edges between texts that are the same, to the first of them."""
    from pyspark.sql import functions as F  # noqa: N812

    least = features.groupBy("exact").agg(F.min("number").alias("b"))
    tied = features.select(F.col("number").alias("a"), "exact").join(least, "exact")
    return tied.where("a > b").select("a", "b")


def _without_copies(features: DataFrame) -> DataFrame:
    """The first of the texts that are the same: thousands of copies are compared only once."""
    from pyspark.sql import functions as F  # noqa: N812

    firsts = features.groupBy("exact").agg(F.min("number").alias("number"))
    return features.join(firsts, "number", "left_semi")


def _bands(features: DataFrame) -> DataFrame:
    """The texts of each band that several share: the band as ``kind``, ``band``, ``hash``; a
    text's ``number``, its ``rank`` in the band, from 1, and the ``first`` of them."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    rows = None
    for kind in ("long_bands", "short_bands"):
        own = features.select("number", F.lit(kind).alias("kind"), F.posexplode(kind))
        rows = own if rows is None else rows.union(own)
    assert rows is not None
    shared = Window.partitionBy(*_BAND)
    ranked = (
        rows.toDF("number", *_BAND)
        .withColumn("rank", F.row_number().over(shared.orderBy("number")))
        .withColumn("size", F.count("*").over(shared))
        .withColumn("first", F.min("number").over(shared))
    )
    return ranked.where("size > 1").drop("size")


_BAND = ("kind", "band", "hash")


def _with_first(bands: DataFrame) -> DataFrame:
    """Each text with the first of each of its bands: columns ``first``, ``other``."""
    return bands.where("rank > 1").selectExpr("first", "number as other").distinct()


def _with_others(bands: DataFrame, linked: DataFrame) -> DataFrame:
    """Each text with those of the first MAX_COMPARED of its bands, but the very first, that are
    in another cluster yet: columns ``first``, ``other``."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    roots = linked.select(F.col("node").alias("number"), "root")
    rooted = bands.join(roots, "number", "left").withColumn("root", F.expr("ifnull(root, number)"))
    shared = Window.partitionBy(*_BAND)
    rooted = rooted.withColumn("is_split", F.min("root").over(shared) != F.max("root").over(shared))
    split = rooted.where("is_split")
    firsts = split.where(f"rank between 2 and {MAX_COMPARED}")
    firsts = firsts.selectExpr(*_BAND, "number as one", "root as root_of_one")
    others = split.where("rank > 2").selectExpr(*_BAND, "number as other", "root")
    pairs = others.join(firsts, [*_BAND]).where("one < other and root <> root_of_one")
    return pairs.selectExpr("one as first", "other").distinct()


def _similar(pairs: DataFrame, features: DataFrame) -> DataFrame:
    """The Jaccard similarity of the shingles of each pair: ``first``, ``other``, ``similarity``."""
    from pyspark.sql import functions as F  # noqa: N812

    shingles = features.select("number", "shingles")
    one = shingles.select(F.col("number").alias("first"), F.col("shingles").alias("one"))
    two = shingles.select(F.col("number").alias("other"), F.col("shingles").alias("two"))
    both = pairs.join(one, "first").join(two, "other").select("first", "other", "one", "two")
    return both.mapInArrow(in_arrow(similarities), "first long, other long, similarity double")


def similarities(batches: Iterator[Any]) -> Iterator[Any]:
    """Record batches of pairs with their shingles as batches of pairs with their similarity."""
    import numpy as np
    import pyarrow as pa

    from yrd_cli.clean.duplicates.minhash import jaccard

    def read(data: bytes) -> NDArray[np.uint32]:
        return np.frombuffer(data, dtype=np.uint32)

    for batch in batches:
        pairs = zip(batch.column(2).to_pylist(), batch.column(3).to_pylist(), strict=True)
        found = pa.array([jaccard(read(a), read(b)) for a, b in pairs], pa.float64())
        yield pa.RecordBatch.from_arrays(
            [batch.column(0), batch.column(1), found], ["first", "other", "similarity"]
        )


def _with_roots(linked: DataFrame) -> DataFrame:
    from pyspark.sql import functions as F  # noqa: N812

    roots = linked.select(F.col("root").alias("node"), "root").distinct()
    return linked.union(roots)


def _chosen(members: DataFrame, features: DataFrame, keep: Keep) -> DataFrame:
    """The member of each cluster that is kept: columns ``root``, ``first``."""
    from pyspark.sql import functions as F  # noqa: N812

    node = F.col("node")
    if keep == "first":
        return members.groupBy("root").agg(F.min(node).alias("first"))
    known = features.select(F.col("number").alias("node"), "length", "date")
    rank = F.struct(F.col("length" if keep == "longest" else "date"), (-node).alias("earlier"))
    best = F.max_by(node, rank)
    return members.join(known, "node").groupBy("root").agg(best.alias("first"))


def _repeated(features: DataFrame) -> DataFrame:
    """The lines of each Document that many of its site have: columns ``number``, ``line``."""
    from pyspark.sql import functions as F  # noqa: N812

    sizes = features.groupBy("site").agg(F.count("*").alias("documents"))
    rows = features.select("number", "site", F.explode(F.array_distinct("lines")).alias("line"))
    holding = rows.groupBy("line").agg(F.count("*").alias("holding"))
    often = holding.where(F.col("holding") >= MIN_REPEATS)
    enough = F.greatest(F.lit(float(MIN_REPEATS)), F.col("documents") * F.lit(MIN_SHARE))
    found = rows.join(often, "line").join(sizes, "site").where(F.col("holding") >= enough)
    return found.select("number", "line")

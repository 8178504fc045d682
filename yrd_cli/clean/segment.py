"""Where the body of a page begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yrd_cli.clean.line_sense import LISTED_WEIGHT, Sense

PARAGRAPH = 10.0
"""Weight of a line that is surely a sentence."""

STEP_COST = 4.0
"""What it costs a body to go on with a paragraph right below a button or a heading of links."""

TAIL_COST = 25.0
"""What it costs a body to go on behind a line that usually follows it."""

END_COST = 60.0
"""What it costs to go on behind what surely follows it, or above a list of other articles."""

WORTH_BEHIND_END = 0.35
"""Text behind such a line counts for this much, if text stood before it."""

WORTH_BEHIND_LED_END = 0.15
"""The same where the text before it stood below its date: that text was the article."""

LONG_RUN = 4
WORTH_OF_RUN = 1.0
"""So many paragraphs in a row are no teasers: what stood before them was put into the article.
Unless another date stands between, which begins another article."""

ENOUGH_TEXT = 40.0
"""Weight of the text that must stand before a line that ends a text: about a paragraph."""

CLUSTER = 3
CLUSTER_REACH = 6
"""So many different buttons among so many lines are a widget, and end the text like a footer."""

MOST_SPENT = 60.0
"""What a run of short lines costs at most, its buttons not counted: a table of contents."""

HEAD_BONUS = 40.0
"""What a body gains that begins right below a line with its date."""

HEAD_REACH = 6
"""Lines between the date and the first paragraph."""

STREAK_COST = 1.5
"""What each of up to two short lines before a short line adds to its cost: menus are long."""


@dataclass(frozen=True, slots=True)
class Body:
    """The span of the body among the lines, end exclusive."""

    start: int
    end: int


def find_body(senses: Sequence[Sense]) -> Body | None:
    """The span of lines with the most text in it, or None where nothing reads like text.

    A maximum-sum segment (Kadane) over the lines' weights, with a bonus for a span that begins
    below a date and costs for crossing lines that usually end a text.
    """
    bonus = _head_bonus(senses)
    best, best_sum = None, 0.0
    total, start = 0.0, 0
    for i, weight in enumerate(_weights(senses, bonus)):
        if total <= bonus[i]:
            total, start = bonus[i], i
        total += weight
        if total > best_sum and senses[i].is_text:
            best, best_sum = Body(start, i + 1), total
    return best


def _head_bonus(senses: Sequence[Sense]) -> list[float]:
    """The bonus for a body that starts at each line: below the first date that text follows."""
    bonus = [0.0] * len(senses)
    for i, sense in enumerate(senses):
        if not sense.is_full_date:
            continue
        for j in range(i + 1, min(i + 1 + HEAD_REACH, len(senses))):
            if senses[j].weight > 10:
                for k in range(i + 1, j + 1):
                    bonus[k] = HEAD_BONUS
                return bonus
            if senses[j].shape == "date" and (senses[j].decided or not sense.decided):
                break
    return bonus


def _weights(senses: Sequence[Sense], bonus: Sequence[float]) -> list[float]:
    """Each line's weight in its surroundings."""
    weights = []
    runs = _runs(senses)
    worth, seen, streak, led, sealed = 1.0, 0.0, 0, False, False
    spent = 0.0  # by the short lines of this run
    for i, sense in enumerate(senses):
        if bonus[i] and not led:
            worth, seen, led = 1.0, 0.0, True
        weight = sense.weight
        if weight > 0:
            weight *= worth if sealed or runs[i] < LONG_RUN else max(worth, WORTH_OF_RUN)
            seen += weight
            streak, spent = 0, 0.0
        else:
            if weight < LISTED_WEIGHT:
                weight -= STREAK_COST * min(streak, 2)
            streak += sense.shape != "image"
            if sense.sign is None and worth == 1:
                weight = -min(-weight, max(0.0, MOST_SPENT - spent))
                spent -= weight
        sealed = sealed or (worth < 1 and sense.is_full_date)
        goes_on = i + 1 < len(senses) and senses[i + 1].weight >= PARAGRAPH
        if sense.border == "end" or (
            not goes_on and (sense.border == "related" or _closes_cluster(senses, i))
        ):
            weight -= END_COST
            if seen >= ENOUGH_TEXT:
                worth = min(worth, WORTH_BEHIND_LED_END if led else WORTH_BEHIND_END)
        elif sense.border in ("tail", "related"):
            weight = -STEP_COST if goes_on else weight - TAIL_COST
        weights.append(weight)
    return weights


def _runs(senses: Sequence[Sense]) -> list[int]:
    """For each line how many paragraphs in a row it stands among; 0 where it is none."""
    runs = [0] * (len(senses) + 1)
    start = 0
    for i in range(len(senses) + 1):
        if i < len(senses) and senses[i].weight > 0:
            continue
        for k in range(start, i):
            runs[k] = i - start
        start = i + 1
    return runs


def _closes_cluster(senses: Sequence[Sense], i: int) -> bool:
    """Whether the line is the third of a cluster of buttons, with no text among them."""
    if senses[i].sign is None or senses[i].border == "head":
        return False
    labels = set()
    for sense in reversed(senses[max(0, i - CLUSTER_REACH + 1) : i + 1]):
        if sense.is_text:
            break
        if sense.sign is not None and sense.border != "head":
            labels.add(sense.text)
    return len(labels) == CLUSTER

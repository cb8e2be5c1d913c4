"""Who reads what: a min-cost flow from dossiers to members, so that loads are even and nobody reads a conflict."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

from web.committee.terms import rule

SAME, NEAR, FAR = 0, 1, 2
"""Costs: the dossier's own specialty, one of its group, any other of the series."""
REASONS = {SAME: "同一专业", NEAR: "同一专业组", FAR: "同一系列"}


class TooFew(Exception):
    """A dossier has fewer readers without conflict than are needed; `dossier` is its place in the list."""

    def __init__(self, dossier: int, readers: int, needed: int) -> None:
        super().__init__(f"没有回避关系的评议专家只有 {readers} 人，不够 {needed} 人，请为评议组增加专家。")
        self.dossier = dossier


class Reading(NamedTuple):
    """One dossier for one reader (places in the lists), and why."""

    dossier: int
    reader: int
    reason: str


def balanced(
    dossiers: int, readers: int, costs: Mapping[tuple[int, int], int], forbidden: set[tuple[int, int]], *, each: int | None = None
) -> list[Reading]:  # fmt: skip
    """Every dossier to `each` readers (default: the least of a panel, 3), loads apart by at most one where the
    conflicts allow, then as near in specialty as possible.

    `costs`: (dossier, reader) → SAME, NEAR or FAR, FAR where missing; `forbidden`: conflicts. TooFew when impossible.
    """
    each = rule("panel")["least"] if each is None else each
    if not dossiers:
        return []
    for at in range(dossiers):
        free = readers - sum((at, reader) in forbidden for reader in range(readers))
        if free < each:
            raise TooFew(at, free, each)
    flow = min_cost_flow.SimpleMinCostFlow()
    source, sink = dossiers + readers, dossiers + readers + 1
    arcs = [
        (at, reader) for at in range(dossiers) for reader in range(readers) if (at, reader) not in forbidden
    ]
    flow.add_arcs_with_capacity_and_unit_cost(
        [at for at, _ in arcs], [dossiers + reader for _, reader in arcs], [1] * len(arcs),
        [costs.get(arc, FAR) for arc in arcs],
    )  # fmt: skip
    for at in range(dossiers):
        flow.add_arc_with_capacity_and_unit_cost(source, at, each, 0)
    _add_loads(flow, dossiers, readers, sink, each)
    flow.set_node_supply(source, dossiers * each)
    flow.set_node_supply(sink, -dossiers * each)
    status = flow.solve()
    assert status == flow.OPTIMAL, status
    return [
        Reading(at, reader, REASONS[costs.get((at, reader), FAR)])
        for place, (at, reader) in enumerate(arcs)
        if flow.flow(place)
    ]


def _add_loads(
    flow: min_cost_flow.SimpleMinCostFlow, dossiers: int, readers: int, sink: int, each: int
) -> None:
    """Arcs to the sink: the fair share costs nothing, one more costs much, every further one ever more."""
    fair = dossiers * each // readers
    dear = (FAR + 1) * dossiers * each
    for reader in range(readers):
        node = dossiers + reader
        flow.add_arc_with_capacity_and_unit_cost(node, sink, fair, 0)
        for step in range(1, min(dossiers - fair, 64) + 1):
            flow.add_arc_with_capacity_and_unit_cost(node, sink, 1, dear * step * step)
        if dossiers - fair > 64:
            flow.add_arc_with_capacity_and_unit_cost(node, sink, dossiers - fair - 64, dear * 65 * 65)


def loads(readings: Sequence[Reading], readers: int) -> list[int]:
    """How many dossiers each reader has."""
    counted = [0] * readers
    for reading in readings:
        counted[reading.reader] += 1
    return counted

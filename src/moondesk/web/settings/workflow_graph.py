"""The workflow as a drawing: a column for each stage, a line for each move. Numbers; the template draws."""

from dataclasses import dataclass

from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import Step, Workflow

WIDTH, HEIGHT = 136, 30
_COLUMN, _ROW, _MARGIN, _ARC = 181, 46, 2, 15


@dataclass(frozen=True)
class Node:
    """One status and the upper left corner of its box."""

    step: Step
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """One move, or two in both directions. ``kind`` is how far it is open: ``open`` or ``roles``."""

    path: str
    kind: str
    both: bool


@dataclass(frozen=True)
class Graph:
    """The whole drawing."""

    nodes: list[Node]
    lines: list[Line]
    width: int
    height: int


def graph_of(workflow: Workflow) -> Graph:
    """Return where everything stands."""
    columns = [[step for step in workflow.live if step.stage is stage] for stage in Stage]
    longest = max((len(column) for column in columns), default=1)
    top = _ARC * 6 + _MARGIN
    nodes = [
        Node(step, _MARGIN + place * _COLUMN, top + at * _ROW + (longest - len(column)) * _ROW // 2)
        for place, column in enumerate(columns)
        for at, step in enumerate(column)
    ]
    lines = []
    for at, left in enumerate(nodes):
        for right in nodes[at + 1 :]:
            there, back = _kind(workflow, left.step, right.step), _kind(workflow, right.step, left.step)
            if there and there == back:
                lines.append(Line(_path(left, right), there, both=True))
                continue
            lines += [Line(_path(left, right), there, both=False)] if there else []
            lines += [Line(_path(left, right, back=True), back, both=False)] if back else []
    return Graph(nodes, lines, 4 * _COLUMN + WIDTH + 2 * _MARGIN, top + longest * _ROW + _ARC * 4)


def _kind(workflow: Workflow, old: Step, new: Step) -> str:
    limit = workflow.limits.get((old.key, new.key))
    if limit is None:
        return "open"
    return "roles" if limit else ""


def _path(left: Node, right: Node, *, back: bool = False) -> str:
    """Return the way from one box to another: straight to a neighbour, in an arc over what stands between.

    A way back goes below, so that it is not drawn over the way there.
    """
    columns = (right.x - left.x) // _COLUMN
    if columns == 1 and not back:
        x1, y1, x2, y2 = left.x + WIDTH, left.y + HEIGHT // 2, right.x, right.y + HEIGHT // 2
        return f"M{x1} {y1}C{x1 + 22} {y1} {x2 - 22} {y2} {x2} {y2}"
    if columns == 0:
        side, bend = (left.x, -18) if back else (left.x + WIDTH, 18)
        y1, y2 = left.y + HEIGHT // 2, right.y + HEIGHT // 2
        start, end = (y2, y1) if back else (y1, y2)
        return f"M{side} {start}C{side + bend} {start} {side + bend} {end} {side} {end}"
    edge = HEIGHT if back else 0
    shift = -10 if back else 10
    x1, x2 = left.x + WIDTH // 2 + shift, right.x + WIDTH // 2 - shift
    y1, y2 = left.y + edge, right.y + edge
    rise = max(columns, 2) * _ARC * (1 if back else -1)
    if back:
        return f"M{x2} {y2}C{x2} {max(y1, y2) + rise + 14} {x1} {max(y1, y2) + rise + 14} {x1} {y1}"
    return f"M{x1} {y1}C{x1} {min(y1, y2) + rise - 14} {x2} {min(y1, y2) + rise - 14} {x2} {y2}"

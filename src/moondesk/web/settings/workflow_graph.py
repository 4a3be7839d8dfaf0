"""The workflow as a drawing: a column for each stage, a line for each move. Numbers; the template draws."""

from dataclasses import dataclass

from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import Step, Workflow

WIDTH, HEIGHT = 136, 30
_COLUMN, _ROW, _GAP, _MARGIN, _ARC = 181, 46, 16, 2, 14


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
    middle = (longest * _ROW + _GAP) // 2
    over = middle + 4 * _ARC
    nodes = [
        Node(step, _MARGIN + place * _COLUMN, over - len(column) * _ROW // 2 + at * _ROW + _GAP // 2)
        for place, column in enumerate(columns)
        for at, step in enumerate(column)
    ]
    lines = []
    for at, left in enumerate(nodes):
        for right in nodes[at + 1 :]:
            there, back = _kind(workflow, left.step, right.step), _kind(workflow, right.step, left.step)
            if there and there == back:
                lines.append(Line(_path(left, right, over, middle), there, both=True))
                continue
            lines += [Line(_path(left, right, over, middle), there, both=False)] if there else []
            lines += [Line(_path(left, right, over, middle, back=True), back, both=False)] if back else []
    return Graph(nodes, lines, 4 * _COLUMN + WIDTH + 2 * _MARGIN, 2 * over)


def _kind(workflow: Workflow, old: Step, new: Step) -> str:
    limit = workflow.limits.get((old.key, new.key))
    if limit is None:
        return "open"
    return "roles" if limit else ""


def _path(left: Node, right: Node, axis: int, middle: int, *, back: bool = False) -> str:
    """Return the way from one box to another: straight to a neighbour, in an arc past what stands between.

    A way back bends the other way, so that it is not drawn over the way there.
    """
    columns = (right.x - left.x) // _COLUMN
    y1, y2 = left.y + HEIGHT // 2, right.y + HEIGHT // 2
    if columns == 0:
        side, bend = (left.x, -18) if back else (left.x + WIDTH, 18)
        start, end = (y2, y1) if back else (y1, y2)
        return f"M{side} {start}C{side + bend} {start} {side + bend} {end} {side} {end}"
    x1, x2 = left.x + WIDTH, right.x
    if columns == 1:
        bend = 12 if back else 0
        points = (x1, y1 + bend), (x1 + 22, y1 + bend), (x2 - 22, y2 + bend), (x2, y2 + bend)
    else:
        below = (y1 + y2 > 2 * axis) is not back
        rise = (middle * 4 // 3 + (columns - 1) * _ARC) * (1 if below else -1)
        bend = 6 if below else -6
        points = (x1, y1 + bend), (x1 + 30, axis + rise), (x2 - 30, axis + rise), (x2, y2 + bend)
    numbers = [f"{x} {y}" for x, y in (reversed(points) if back else points)]
    return f"M{numbers[0]}C{' '.join(numbers[1:])}"

"""The value against the target, run by run: shapes in points, for whatever draws them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from policyengine.audit.dossier.model import CaseFile, Point

WIDTH, HEIGHT = 480, 180
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 10, 30
MOST_LABELS = 8

Ink = Literal["axis", "target", "value", "text"]
COLOURS: dict[Ink, tuple[int, int, int]] = {
    "axis": (160, 160, 160),
    "target": (176, 58, 46),
    "value": (31, 97, 141),
    "text": (70, 70, 70),
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    width: float = 1


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text of size 9, from its left end, around its middle, or up to its right end."""

    x: float
    y: float
    text: str
    at: Literal["start", "middle", "end"] = "start"
    ink: Ink = "text"


Shape = Stroke | Dot | Words


def chart_of(case: CaseFile) -> tuple[Shape, ...]:
    """The chart, whose only words are numbers and days; nothing where no run has a number.

    A value that is not settled is a stroke from its lower to its upper bound, cut off at the chart's edge where it has
    none.
    """
    points = [point for point in case.history if (point.lo, point.hi) != (None, None)]
    if not points:
        return ()
    numbers = [number for point in points for number in (point.lo, point.hi, point.aim) if number is not None]
    low, high = min([Fraction(0), *numbers]), max(numbers)
    scale = _Scale(low, high + (high - low) / 10 if high > low else low + 1)
    axis = (
        Stroke(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "axis"),
        Stroke(LEFT, scale.y(low), WIDTH - RIGHT, scale.y(low), "axis"),
    )
    places = [LEFT + (n + 0.5) * (WIDTH - LEFT - RIGHT) / len(points) for n in range(len(points))]
    shapes: list[Shape] = [*axis, *_ticks(scale)]
    half = (WIDTH - LEFT - RIGHT) / len(points) / 2
    for x, point in zip(places, points, strict=True):
        if point.aim is not None:
            shapes.append(Stroke(x - half, scale.y(point.aim), x + half, scale.y(point.aim), "target", 1.5))
        shapes += _value(x, point, scale)
    return (*shapes, *_days(places, [point.as_of for point in points]))


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Fraction
    high: Fraction

    def y(self, value: Fraction) -> float:
        """How far down a value is."""
        share = float((value - self.low) / (self.high - self.low))
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _value(x: float, point: Point, scale: _Scale) -> list[Shape]:
    lo, hi = (scale.low if point.lo is None else point.lo), (scale.high if point.hi is None else point.hi)
    if lo == hi:
        return [Dot(x, scale.y(lo), 3, "value")]
    ends = [end for end in (point.lo, point.hi) if end is not None]
    return [Stroke(x, scale.y(lo), x, scale.y(hi), "value", 3), *(Dot(x, scale.y(end), 3, "value") for end in ends)]


def _ticks(scale: _Scale) -> list[Shape]:
    steps = [scale.low + (scale.high - scale.low) * n / 4 for n in range(5)]
    return [Words(LEFT - 5, scale.y(step) + 3, f"{float(step):.4g}", "end") for step in steps]


def _days(places: list[float], days: list[date]) -> list[Shape]:
    """The days, as many as there is room for; the last one always."""
    every = -(-len(days) // MOST_LABELS)
    shown = [n for n in range(len(days)) if (len(days) - 1 - n) % every == 0]
    return [Words(places[n], HEIGHT - BOTTOM + 16, days[n].isoformat(), "middle") for n in shown]

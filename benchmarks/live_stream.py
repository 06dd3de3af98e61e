"""The changes of a registry's days, for `benchmarks.live`: what is filed and found often, what is founded seldom.

The registry stays as large as it is: once `KEPT` rows of a kind have been added, each time that one would be, the
oldest of them is taken out and the next is added, in turn.
"""

import random
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from policyengine.facts.tables import UNKNOWN_SUFFIX

AS_OF = date(2018, 9, 1)
DAYS = 200
"""What happens in the stream happened on one of so many days up to `AS_OF`."""

KEPT = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """A change: a row to be set or, if it is `gone`, taken out; `added` rows are new."""

    what: str
    entity: str
    row: Mapping[str, object]
    added: bool = False
    gone: bool = False

    @property
    def change(self) -> tuple[str, Mapping[str, object]]:
        """What a session is given."""
        return self.entity, self.row


def stream(organizations: pl.DataFrame, count: int) -> Iterator[Step]:
    """So many changes, always the same ones."""
    ids = organizations.get_column("id").to_list()
    draw = random.Random(1)  # noqa: S311 - a stream of changes is no secret
    standing: dict[str, deque[object]] = {}
    for n in range(count):
        place = draw.randrange(len(ids))
        steps = _possible(n, ids[place], organizations.row(place, named=True), draw)
        [(_, step)] = draw.choices(steps, weights=[weight for weight, _ in steps])
        if step.added:
            of_kind = standing.setdefault(step.entity, deque())
            if len(of_kind) == KEPT:
                step = Step(GONE[step.entity], step.entity, {"id": of_kind.popleft()}, gone=True)
            else:
                of_kind.append(step.row["id"])
        yield step


GONE = {
    "annual_report": "an annual report is taken out",
    "inspection": "an inspection is taken out",
    "work_record": "a record of work is taken out",
    "organization": "an organization is struck off",
}


def _possible(n: int, it: str, row: Mapping[str, object], draw: random.Random) -> list[tuple[int, Step]]:
    """One step of each kind with its weight."""
    day = AS_OF - timedelta(days=draw.randrange(DAYS))
    inspected = {"organization": it, "on_site": draw.random() < 0.5, "inspected_on": day}
    founded = {"id": f"new-{n}", "registered_on": day, "established_on": day, "dissolved_on": None}
    registration = draw.choice(("registered", "filed"))
    report = {"id": f"report-{n}", "organization": it}
    return [
        (22, Step("an annual report is filed", "annual_report", report, added=True)),
        (18, Step("an inspection is recorded", "inspection", {"id": f"inspection-{n}", **inspected}, added=True)),
        (25, Step("party members are counted anew", "organization", {"id": it, "full_time_party_members": n % 7})),
        (15, Step("a name is corrected", "organization", {"id": it, "name": f"更名{n}"})),
        (10, Step("work is recorded", "work_record", {"id": f"work-{n}", **WORK, "done_on": day}, added=True)),
        (4, Step("an organization is registered", "organization", {**written(row), **founded}, added=True)),
        (3, Step("a registration changes", "organization", {"id": it, "registration": registration})),
        (3, Step("an organization is dissolved", "organization", {"id": it, "dissolved_on": day})),
    ]


WORK = {
    "policy": "quzhou_2018",
    "rule": "six-synchronised-steps",
    "item": "登记",
    "subject_kind": "city",
    "subject_id": "330800",
    "outcome": "done",
}


def written(row: Mapping[str, object]) -> dict[str, object]:
    """A row of a table as users write it."""
    flags = {name for name in row if name.endswith(UNKNOWN_SUFFIX)}
    return {name: "不详" if row.get(name + UNKNOWN_SUFFIX) else cell for name, cell in row.items() if name not in flags}

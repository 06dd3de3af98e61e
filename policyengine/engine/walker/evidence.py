"""Whether work is proved by records on file (language.md §4)."""

from dataclasses import dataclass

from policyengine.engine.walker.answer import FAILS, HOLDS, Answer, all_hold, any_holds, unknown
from policyengine.engine.walker.rows import Lack, Row
from policyengine.engine.walker.values import Scene, compared, quantity
from policyengine.plan.planned import EvidenceRequirement
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.work_record import WORK_RECORD

DONE = "done"
NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether an item was done by the measuring date, and the records that are, or may be, about it."""

    answer: Answer
    records: tuple[Row, ...]


About = list[tuple[Row, Answer]]
"""Records that are, or may be, about something, each with whether it is."""


def proofs_of(requirement: EvidenceRequirement, subject: Row, scene: Scene) -> dict[str, Proof]:
    """What records on file say of each item."""
    found = {}
    records = _about_subject(requirement, subject, scene)
    for item in requirement.items:
        about = _about_item(item, records)
        found[item] = Proof(_proved(about, scene), tuple(record for record, _ in about))
    return found


def _about_subject(requirement: EvidenceRequirement, subject: Row, scene: Scene) -> About:
    keys = {
        "policy": requirement.policy,
        "rule": requirement.rule,
        "subject_kind": requirement.subject_kind,
        "subject_id": subject.id,
    }
    records = (
        (record, all_hold([_is(record, name, wanted) for name, wanted in keys.items()]))
        for record in scene.facts.records(requirement, subject.id)
    )
    return [(record, about) for record, about in records if about.truth.possible]


def _about_item(item: str, records: About) -> About:
    found = ((record, all_hold((about, _is(record, "item", item)))) for record, about in records)
    return [(record, about) for record, about in found if about.truth.possible]


def _proved(records: About, scene: Scene) -> Answer:
    done, denied = [], False
    for record, about in records:
        done.append(all_hold((about, _is(record, "outcome", DONE), _in_time(record, scene))))
        denied = denied or (about.truth.sure and record.cell("outcome") == NOT_DONE)
    found = any_holds(done)
    if scene.facts.complete(WORK_RECORD) or found.truth.sure or (denied and found.truth is Truth.NO):
        return found
    return any_holds((found, unknown(WORK_RECORD)))


def _is(record: Row, name: str, wanted: str) -> Answer:
    """Whether the record's cell is the wanted word; an empty word is wanted where there is none."""
    cell = record.cell(name)
    if cell is Lack.UNKNOWN:
        return unknown(f"{WORK_RECORD}.{name}")
    return HOLDS if wanted == ("" if cell is Lack.NONE else cell) else FAILS


def _in_time(record: Row, scene: Scene) -> Answer:
    done_on = scene.facts.own_path(WORK_RECORD, "done_on")
    return compared(quantity(done_on, record, scene.facts), Comparator.AT_MOST, scene.measured_on)

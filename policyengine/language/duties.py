"""Reading what rules and their readings have in common: condition, requirement and due date (language.md §3)."""

from dataclasses import dataclass

from policyengine.language import keys, messages
from policyengine.language.conditions import read_comparisons, read_condition
from policyengine.language.measures import read_measure
from policyengine.language.models import Comparison, Condition, Due, Evidence, Measure, Scalar
from policyengine.language.operands import read_operand
from policyengine.language.words import read_words
from policyengine.reading.dates import parse_date
from policyengine.reading.nodes import MappingNode, ScalarNode
from policyengine.reading.place import Place
from policyengine.reading.shapes import Fields, Part, Reader

REQUIREMENT_KEYS = ("measure", "require", "evidence")


@dataclass(frozen=True, slots=True)
class DutyParts:
    """The keys of a duty as far as they could be read."""

    when: Condition | None
    measure: Measure | None
    require: tuple[Comparison, ...] | Condition | None
    evidence: Evidence | None
    due: Due | None


def read_duty(reader: Reader, fields: Fields, *, measured: bool) -> DutyParts:
    """The duty's keys; `measured` says that `require` is held against a measure, here or in the rule it replaces."""
    measured_part = fields.get("measure")
    require: tuple[Comparison, ...] | Condition | None
    if measured:
        require = fields.read(reader, "require", _comparisons)
    else:
        require = fields.read(reader, "require", _condition)
    return DutyParts(
        when=fields.read(reader, "when", read_condition),
        measure=None if measured_part is None else read_measure(reader, measured_part),
        require=require,
        evidence=fields.read(reader, "evidence", _evidence),
        due=fields.read(reader, "due", _due),
    )


def check_requirement(reader: Reader, name: str, present: frozenset[str], place: Place) -> None:
    """Report a rule that has not exactly one of: measure with require, require alone, evidence."""
    if not present & set(REQUIREMENT_KEYS):
        reader.report(messages.NO_REQUIREMENT, place, name=name)
    elif "evidence" in present and present & {"measure", "require"}:
        other = "measure" if "measure" in present else "require"
        reader.report(messages.EVIDENCE_BESIDE, place, other=other)
    elif "measure" in present and "require" not in present:
        reader.report(messages.MEASURE_WITHOUT_REQUIRE, place)


def _comparisons(reader: Reader, part: Part) -> tuple[Comparison, ...]:
    _refuse_empty(reader, part)
    return read_comparisons(reader, part, keys.NUMBER_COMPARATORS)


def _condition(reader: Reader, part: Part) -> Condition | None:
    _refuse_empty(reader, part)
    return read_condition(reader, part)


def _refuse_empty(reader: Reader, part: Part) -> None:
    if isinstance(part.node, MappingNode) and not part.node.entries:
        reader.report(messages.EMPTY_REQUIRE, reader.tree.place(part.at, key=True))


def _evidence(reader: Reader, part: Part) -> Evidence | None:
    fields = reader.keyed(part, keys.EVIDENCE)
    if fields is None:
        return None
    items = fields.read(reader, "items", read_words) or ()
    return Evidence(at=part.at, items=items, document=fields.read(reader, "document", Reader.scalar))


def _due(reader: Reader, part: Part) -> Due | None:
    if isinstance(part.node, ScalarNode):
        if part.node.text == "year_end":
            return Due(at=part.at, when="year_end")
        if part.node.text == "standing":
            return Due(at=part.at, when="standing")
    operand = read_operand(reader, part)
    if operand is None:
        return None
    if isinstance(operand, Scalar) and parse_date(operand.text) is None:
        reader.report(messages.BAD_DUE, part.place, found=operand.text)
        return None
    return Due(at=part.at, when=operand)

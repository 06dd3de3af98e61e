"""Reading indicators: indices that are reported without a verdict (language.md §3)."""

from policyengine.language import keys
from policyengine.language.citations import read_citations
from policyengine.language.measures import read_measure
from policyengine.language.models import Indicator, IndicatorPart, Scalar, TargetName
from policyengine.language.names import named_parts
from policyengine.language.operands import read_operand
from policyengine.reading.meant import meant_number
from policyengine.reading.messages import BAD_NUMBER
from policyengine.reading.nodes import ScalarNode
from policyengine.reading.numbers import LONGEST_NUMBER, parse_number
from policyengine.reading.shapes import Part, Reader, sound


def read_indicators(reader: Reader, part: Part) -> tuple[Indicator, ...]:
    """All indicators, by name."""
    return sound(_indicator(reader, name, value) for name, value in named_parts(reader, part))


def _indicator(reader: Reader, name: str, part: Part) -> Indicator | None:
    fields = reader.keyed(part, keys.INDICATOR)
    if fields is None:
        return None
    title = fields.read(reader, "title", Reader.scalar)
    subject = fields.read(reader, "subject", Reader.scalar)
    parts = fields.read(reader, "index", _index) or ()
    cite = fields.read(reader, "cite", read_citations) or ()
    return (
        None
        if subject is None
        else Indicator(at=part.at, name=name, subject=subject, title=title, parts=parts, cite=cite)
    )


def _index(reader: Reader, part: Part) -> tuple[IndicatorPart, ...]:
    return sound(_component(reader, name, value) for name, value in named_parts(reader, part))


def _component(reader: Reader, name: str, part: Part) -> IndicatorPart | None:
    fields = reader.keyed(part, keys.INDEX_PART)
    if fields is None:
        return None
    measure = fields.read(reader, "measure", read_measure)
    weight = fields.read(reader, "weight", _weight)
    if measure is None or weight is None:
        return None
    return IndicatorPart(at=part.at, name=name, measure=measure, weight=weight)


def _weight(reader: Reader, part: Part) -> Scalar | TargetName | None:
    """A number or a `$target`."""
    operand = read_operand(reader, part)
    if isinstance(operand, TargetName):
        return operand
    if isinstance(operand, Scalar) and parse_number(operand.text) is not None:
        return operand
    if operand is not None:
        found = part.node.text if isinstance(part.node, ScalarNode) else "{…}"
        reader.report(BAD_NUMBER, part.place, found=found, meant=meant_number(found), most=LONGEST_NUMBER)
    return None

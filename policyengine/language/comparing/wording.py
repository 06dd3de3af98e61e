"""A part of a policy written out again, as one line of the policy language."""

from collections.abc import Callable, Mapping
from datetime import date

from policyengine.language import keys
from policyengine.language.models import (
    AllFollow,
    AllOf,
    AnyOf,
    AverageMeasure,
    BuiltinName,
    ChildrenMeasure,
    Citation,
    Compares,
    Comparison,
    Condition,
    Counted,
    Due,
    During,
    Entry,
    Equals,
    Evidence,
    FieldMeasure,
    FieldName,
    Grounds,
    IndicatorPart,
    Jurisdiction,
    Not,
    Period,
    Present,
    Quantified,
    RatioMeasure,
    Scalar,
    Shifted,
    TableCase,
    Target,
    TargetName,
    UnspecifiedMeasure,
    VerdictsAre,
)
from policyengine.reading.numbers import Number
from policyengine.reading.plain import is_plain, quoted

Plain = str | list["Plain"] | dict[str, "Plain"]
"""What YAML makes of a text, every scalar as its own text."""

UNSPECIFIED = "unspecified"
NATIONAL = "national"


def wording(part: object) -> str:
    """A part as one line of YAML in flow style; nothing is the empty text."""
    return "" if part is None or part == () else flow(plain(part))


def flow(value: Plain) -> str:
    """Data as one line of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow(each) for each in value) + "]"
        case _:
            return value if is_plain(value) else quoted(value)


def value_wording(target: Target) -> str:
    """The value of a target as its file says it: one, or several by the day from which each counts."""
    if len(target.steps) == 1 and target.steps[0][0] is None:
        return _value(target.steps[0][1])
    return flow({str(start): _value(value) for start, value in target.steps})


def plain(part: object) -> Plain:
    """A part as data: what its YAML would be read as."""
    if isinstance(part, tuple):
        if part and isinstance(part[0], Comparison):
            return _comparisons(part)
        return plain(part[0]) if len(part) == 1 and isinstance(part[0], Citation) else [plain(each) for each in part]
    if isinstance(part, str):
        return str(part)
    write = _WRITERS.get(type(part))
    if write is None:
        return str(part)
    return write(part)


def _value(value: Number | date | None) -> str:
    return UNSPECIFIED if value is None else value.text if isinstance(value, Number) else value.isoformat()


def _comparisons(parts: tuple[Comparison | During, ...]) -> Plain:
    return {_key(each): each.span if isinstance(each, During) else plain(each.operand) for each in parts}


def _key(part: Comparison | During) -> str:
    """The key that a comparison stands under: where it was read from, or else the first with that meaning."""
    if isinstance(part, During):
        return keys.DURING
    last = part.at[-1] if part.at else None
    alike = [key for key, comparator in keys.COMPARATORS.items() if comparator is part.comparator]
    return str(last) if last in alike else alike[0]


def _shifted(part: Shifted) -> Plain:
    direction = "after" if part.forward else "before"
    return {direction: plain(part.base), part.unit.value: plain(part.count)}


def _condition(part: Condition) -> Plain:
    return _mapping(part.entries)


def _mapping(entries: tuple[object, ...]) -> dict[str, Plain]:
    """Entries under their keys."""
    said: dict[str, Plain] = {}
    for each in entries:
        match each:
            case Entry(name=name, test=test):
                said[name] = plain(test)
            case AllOf(parts=parts):
                said["all"] = [plain(part) for part in parts]
            case AnyOf(parts=parts):
                said["any"] = [plain(part) for part in parts]
            case Not(part=part):
                said["not"] = plain(part)
            case Grounds(every=every):
                said["all" if every else "any"] = [plain(inner) for inner in each.entries]
            case VerdictsAre(wanted=wanted):
                said.update(_verdicts(each) if wanted else {"not": _verdicts(each)})
            case AllFollow(consequences=consequences):
                said["consequences"] = list(consequences)
    return said


def _verdicts(part: VerdictsAre) -> dict[str, Plain]:
    said: dict[str, Plain] = {
        rule: statuses[0].value if len(statuses) == 1 else [status.value for status in statuses]
        for rule, statuses in part.verdicts
    }
    return {"verdicts": said}


def _equals(part: Equals) -> Plain:
    return plain(part.values[0]) if len(part.values) == 1 else [plain(value) for value in part.values]


def _population(where: Condition, ended: str) -> dict[str, Plain]:
    said: dict[str, Plain] = {"where": plain(where)} if where.entries else {}
    return said if ended == "excluded" else {**said, "ended": ended}


def _children(part: ChildrenMeasure) -> Plain:
    of: dict[str, Plain] = {} if part.of is None else {"of": part.of}
    return {part.function: part.children, **of, **_population(part.where, part.ended)}


def _ratio(part: RatioMeasure) -> Plain:
    return {"ratio": part.children, **_population(part.where, part.ended), "satisfying": plain(part.satisfying)}


def _average(part: AverageMeasure) -> Plain:
    return {"average": plain(part.inner), "per": part.per, **_population(part.where, part.ended)}


def _counted(part: Counted) -> Plain:
    comparisons = _comparisons(part.comparisons)
    return {"count": {**_population(part.where, "excluded"), **(comparisons if isinstance(comparisons, dict) else {})}}


def _evidence(part: Evidence) -> Plain:
    said: dict[str, Plain] = {"items": list(part.items)} if part.items else {}
    return said if part.document is None else {**said, "document": part.document}


def _due(part: Due) -> Plain:
    return plain(part.when)


def _period(part: Period) -> Plain:
    until: dict[str, Plain] = {} if part.end is None else {"until": part.end.isoformat()}
    return {"from": part.start.isoformat(), **until}


def _jurisdiction(part: Jurisdiction) -> Plain:
    return NATIONAL if part.kind is None or part.id is None else {part.kind: part.id}


def _index_part(part: IndicatorPart) -> Plain:
    return {"measure": plain(part.measure), "weight": plain(part.weight)}


_WRITERS: Mapping[type, Callable[..., Plain]] = {
    Scalar: lambda part: part.text,
    TargetName: lambda part: f"${part.name}",
    BuiltinName: lambda part: f"${part.name}",
    FieldName: lambda part: {"field": part.path},
    FieldMeasure: lambda part: {"field": part.path},
    Shifted: _shifted,
    Condition: _condition,
    Grounds: lambda part: _mapping(part.entries),
    Equals: _equals,
    Compares: lambda part: _comparisons(part.comparisons),
    Present: lambda part: {"present": "true" if part.wanted else "false"},
    Quantified: lambda part: {part.quantifier: plain(part.condition)},
    Counted: _counted,
    ChildrenMeasure: _children,
    RatioMeasure: _ratio,
    AverageMeasure: _average,
    UnspecifiedMeasure: lambda _part: UNSPECIFIED,
    Evidence: _evidence,
    Due: _due,
    Citation: lambda part: {"section": part.section, "quote": part.quote},
    TableCase: lambda part: {"when": plain(part.when), "then": part.then},
    IndicatorPart: _index_part,
    Period: _period,
    Jurisdiction: _jurisdiction,
}

"""The parts of a policy key by key: what each key means, and how it is written."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from policyengine.language.comparing.meaning import (
    Names,
    cases_meaning,
    due_meaning,
    meaning,
    value_meaning,
)
from policyengine.language.comparing.wording import value_wording, wording
from policyengine.language.models import (
    Condition,
    Consequence,
    Definition,
    Duty,
    Indicator,
    IndicatorPart,
    Period,
    Policy,
    Reading,
    Rule,
    Target,
    Uncodified,
)

HOLDS = Condition(entries=())


@dataclass(frozen=True, slots=True)
class Said:
    """What stands under a key; `parts` are those of a key that holds named things."""

    means: Hashable
    words: str
    parts: Mapping[str, "Said"] = field(default_factory=dict)


Keys = Mapping[str, Said]
"""The keys of a part that are there, with what they say."""


def head_keys(policy: Policy) -> Keys:
    """What a policy says of itself as a whole."""
    said = {
        "policy": policy.name,
        "title": policy.title,
        "issuer": policy.issuer,
        "document_number": policy.document_number,
        "issued_on": policy.issued_on,
        "jurisdiction": policy.jurisdiction,
        "period": policy.period,
        "vocabulary": policy.vocabulary,
        "source": policy.source_sha256,
    }
    return {key: _said(part, Names()) for key, part in said.items() if part}


def target_keys(target: Target) -> Keys:
    """What a target says."""
    words = {"unit": target.unit, "label": target.label, "note": target.note}
    value = Said(value_meaning(target), value_wording(target))
    return {"value": value, **{key: _said(text, Names()) for key, text in words.items() if text is not None}}


def definition_keys(definition: Definition, names: Names) -> Keys:
    """What a definition says."""
    said = {key: getattr(definition, key) for key in ("subject", "where", "judged", "otherwise", "cite")}
    found = {key: _said(part, names) for key, part in said.items() if part is not None and part != ()}
    if definition.cases:
        found["cases"] = Said(cases_meaning(definition.cases, names), wording(definition.cases))
    return found


def rule_keys(rule: Rule, period: Period, names: Names) -> Keys:
    """What a rule says, and each of its other readings."""
    own = {key: getattr(rule, key) for key in ("title", "modality", "actor", "subject", "cite", "reading")}
    said = {key: _said(part, names) for key, part in own.items() if part is not None and part != ()}
    said |= _duty(rule, period, names)
    readings = {each.name: _within(_reading(each, period, names)) for each in rule.readings}
    return {**said, "readings": _within(readings)} if readings else said


def indicator_keys(indicator: Indicator, names: Names) -> Keys:
    """What an indicator says."""
    own = {key: getattr(indicator, key) for key in ("title", "subject", "cite")}
    said = {key: _said(part, names) for key, part in own.items() if part is not None and part != ()}
    return {**said, "index": _within({part.name: _index_part(part, names) for part in indicator.parts})}


def consequence_keys(consequence: Consequence, names: Names) -> Keys:
    """What a consequence says."""
    own = {key: getattr(consequence, key) for key in ("title", "subject", "when", "then", "cite", "reading")}
    return {key: _said(part, names) for key, part in own.items() if part is not None and part != ()}


def passage_keys(passage: Uncodified, names: Names) -> Keys:
    """What is said of a passage that no rule codifies."""
    of = {} if passage.of is None else {"of": Said(names.rules.get(passage.of, passage.of), passage.of)}
    return {"reason": _said(passage.reason, names), **of}


def _said(part: object, names: Names) -> Said:
    return Said(meaning(part, names), wording(part))


def _within(parts: Mapping[str, Said]) -> Said:
    words = "{" + ", ".join(f"{name}: {said.words}" for name, said in parts.items()) + "}"
    return Said(frozenset((name, said.means) for name, said in parts.items()), words, parts)


def _duty(duty: Duty, period: Period, names: Names) -> dict[str, Said]:
    """Who must do what by when. An empty `when` and a `due` that the period says already are as good as none."""
    said = {key: _said(part, names) for key in ("measure", "require", "evidence") if (part := getattr(duty, key))}
    if duty.when is not None and meaning(duty.when, names) != meaning(HOLDS):
        said["when"] = _said(duty.when, names)
    return {**said, "due": Said(due_meaning(duty.due, period, names), wording(duty.due))}


def _reading(reading: Reading, period: Period, names: Names) -> Keys:
    own = {key: getattr(reading, key) for key in ("note", "title", "modality", "actor", "cite")}
    said = {key: _said(part, names) for key, part in own.items() if part is not None and part != ()}
    duty = _duty(reading, period, names)
    replaced = {key: duty.get(key, _said(HOLDS, names)) for key in reading.replaces & _DUTY_KEYS}
    return {**said, **replaced}


def _index_part(part: IndicatorPart, names: Names) -> Said:
    return Said(meaning(part, names), wording(part))


_DUTY_KEYS = frozenset({"when", "measure", "require", "evidence", "due"})

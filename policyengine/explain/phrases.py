"""Conditions and operands in words, with the vocabulary's labels: `类别为城市社区`, `kind is urban`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import groupby

from policyengine.explain.numbers import readable
from policyengine.explain.words import COMPARATORS, DATE_COMPARATORS, RATE_COMPARATORS
from policyengine.facts.mask import Mask
from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Compare,
    Comparison,
    Condition,
    Constant,
    Counted,
    FieldValue,
    Judged,
    MeasuredOn,
    Named,
    Negation,
    Operand,
    Outcomes,
    Path,
    Presence,
    Quantified,
    Relation,
    ShiftedDate,
    TargetValue,
    ThisYear,
)
from policyengine.reading.text import Lang, Text
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType, Vocabulary

BOOLEANS = {"true": Text("是", "yes"), "false": Text("否", "no")}
UNITS = {
    DateUnit.DAYS: Text("天", "days"),
    DateUnit.MONTHS: Text("个月", "months"),
    DateUnit.YEARS: Text("年", "years"),
}
SAMENESS = {Comparator.EQUAL: Text("为", "is"), Comparator.NOT: Text("不为", "is not")}


@dataclass(frozen=True, slots=True)
class Voice:
    """In which words to speak: the vocabulary's labels, the language, and the measuring date, if it is known.

    `judged` are offices' determinations by the name of their column, which the vocabulary does not have. `mask` says
    what is not to be told; without it nothing personal is.
    """

    vocabulary: Vocabulary
    lang: Lang
    on: date | None
    judged: Mapping[str, str] = field(default_factory=dict)
    mask: Mask | None = None

    @property
    def masking(self) -> Mask:
        """What may be told."""
        return self.mask or Mask(self.vocabulary)

    def say(self, zh: str, en: str) -> str:
        """The words of the voice's language."""
        return zh if self.lang == "zh" else en

    def kind(self, entity: str) -> str:
        """What one row of the entity is called."""
        label = self.vocabulary.entities[entity].label
        return self.say(label.zh, label.en)

    def kinds(self, relation: Relation) -> str:
        """What the children of a relation are called."""
        return self.say(self.kind(relation.child), relation.plural.replace("_", " "))

    def field(self, entity: str, name: str) -> str:
        """What a field is called."""
        of = self.vocabulary.entities[entity].fields.get(name)
        if of is None:
            return self.judged.get(name, name)
        return self.say(of.label.zh, of.label.en)

    def word(self, entity: str, name: str, value: str) -> str:
        """What a word in a field means: the label of a choice, yes or no, or the word itself."""
        of = self.vocabulary.entities[entity].fields.get(name)
        if of is None or of.type is FieldType.BOOLEAN:
            return BOOLEANS[value].within(self.lang) if value in BOOLEANS else value
        if value in of.choices:
            return self.say(quoted(of.choices[value].zh), of.choices[value].en)
        return quoted(value)


def quoted(words: str) -> str:
    """The words in quotation marks; those within them become single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


# --- fields and operands ----------------------------------------------------------------------------------------------


def field_words(voice: Voice, path: Path) -> str:
    """A field reached through references: `所属街道的所属县`, `county of street`."""
    names = list(_labels(voice, path))
    if path.field == "id" and path.steps:
        names.pop()
    words = "的".join(names) if voice.lang == "zh" else " of ".join(reversed(names))
    return quoted(words) if path.type is FieldType.BOOLEAN else words


def _labels(voice: Voice, path: Path) -> Iterator[str]:
    entity = path.entity
    for step in (*path.steps, path.field):
        yield voice.field(entity, step)
        entity = voice.vocabulary.entities[entity].fields[step].reference or entity


def operand_words(voice: Voice, operand: Operand, unit: str | None = None) -> str:
    """The right side of a comparison; a number with its unit."""
    match operand:
        case Constant(value=Fraction() as value, text=text):
            return with_unit(voice, text or readable(value), unit)
        case Constant(value=date() as day):
            return day.isoformat()
        case Constant(value=word):
            return str(word)
        case TargetValue():
            return _target_words(voice, operand, unit)
        case FieldValue(path=path):
            name = field_words(voice, path)
            return voice.say(f"其{name}", f"its date “{name}”" if path.type is FieldType.DATE else f"its {name}")
        case MeasuredOn():
            return voice.say("测算日", "the measuring date")
        case ShiftedDate(base=base, count=count, unit=step, forward=forward):
            start, number = operand_words(voice, base), operand_words(voice, count)
            way = voice.say("之后" if forward else "之前", "after" if forward else "before")
            return voice.say(f"{start}{way} {number} {UNITS[step].zh}", f"{number} {UNITS[step].en} {way} {start}")


def with_unit(voice: Voice, number: str, unit: str | None) -> str:
    """A number with its unit; one that is written in Chinese is left out of English sentences."""
    return number if not unit or (voice.lang == "en" and not unit.isascii()) else f"{number} {unit}"


def _target_words(voice: Voice, target: TargetValue, unit: str | None) -> str:
    values = {value for _, value in target.steps}
    current = next(iter(values)) if len(values) == 1 else _in_force(target, voice.on)
    unit = unit or target.unit
    match current:
        case Fraction() if len(target.steps) == 1 and target.text:
            return with_unit(voice, target.text, unit)
        case Fraction():
            return with_unit(voice, readable(current), unit)
        case date():
            return current.isoformat()
    if voice.on is None and values != {None}:
        return voice.say(f"指标 ${target.name} 在测算日的值", f"the value of ${target.name} on the measuring date")
    return voice.say(f"指标 ${target.name}（没有规定数值）", f"the target ${target.name} (no value is specified)")


def _in_force(target: TargetValue, on: date | None) -> Fraction | date | None:
    if on is None:
        return None
    begun = [value for start, value in target.steps if start is None or start <= on]
    return begun[-1] if begun else None


def comparison_words(
    voice: Voice, comparisons: Sequence[Comparison], *, unit: str | None = None, rate: bool = False
) -> str:
    """Comparators with what they compare a number with."""
    words = RATE_COMPARATORS if rate else COMPARATORS
    each = [_spaced(words[c.comparator].within(voice.lang), operand_words(voice, c.operand, unit)) for c in comparisons]
    return voice.say("、".join(each), " and ".join(each))


def _spaced(left: str, right: str) -> str:
    """Words side by side; Chinese ones without a space between."""
    return f"{left} {right}" if left.isascii() or right[:1].isascii() else left + right


# --- conditions -------------------------------------------------------------------------------------------------------


def is_trivial(condition: Condition) -> bool:
    """Whether the condition holds of everything."""
    match condition:
        case All(parts=parts):
            return all(is_trivial(part) for part in parts)
        case Named(condition=inner):
            return is_trivial(inner)
        case _:
            return False


def plain(condition: Condition) -> Condition:
    """The condition itself: definitions and conjunctions of one part are what they stand for."""
    while True:
        match condition:
            case Named(condition=inner) | All(parts=(inner,)) | Any(parts=(inner,)):
                condition = inner
            case _:
                return condition


def clause(voice: Voice, condition: Condition) -> str:
    """A condition on a row, as a clause."""
    condition = plain(condition)
    match condition:
        case All(parts=()):
            return voice.say("无条件", "always")
        case All(parts=parts):
            return voice.say("，且", " and ").join(_conjuncts(voice, parts))
        case Any(parts=parts):
            return voice.say("，或", " or ").join(_atom(voice, part) for part in parts)
        case Negation(part=part):
            part = plain(part)
            if isinstance(part, Presence):
                return clause(voice, replace(part, wanted=not part.wanted))
            return voice.say(f"不符合（{clause(voice, part)}）", f"not ({clause(voice, part)})")
        case Compare():
            return _compare(voice, [condition])
        case Among(path=path, values=values):
            return _among(voice, path, values)
        case Presence(path=path, wanted=wanted):
            name = field_words(voice, path)
            return voice.say(f"{'有' if wanted else '没有'}{name}", f"there is {'a' if wanted else 'no'} {name}")
        case ThisYear(path=path):
            name = field_words(voice, path)
            return voice.say(f"{name}在测算日所在的年度内", f"{_verbal(voice, path)} in the year of the measuring date")
        case Judged(text=text):
            return voice.say(f"属于{text}", f"it is determined to be {quoted(text)}")
        case Outcomes(name=name, values=values):
            return _outcomes(voice, name, values)
        case Quantified():
            return _quantified(voice, condition)
        case Counted(relation=relation, where=where, comparisons=comparisons):
            rows, words = population(voice, relation, where), comparison_words(voice, comparisons)
            return voice.say(f"{rows}的数量{words}", f"the number of {rows} is {words}")
        case Named():
            return clause(voice, condition.condition)


def _atom(voice: Voice, condition: Condition) -> str:
    """A clause within another, in brackets where it is made of several."""
    words = clause(voice, condition)
    return voice.say(f"（{words}）", f"({words})") if isinstance(plain(condition), All | Any) else words


def _conjuncts(voice: Voice, parts: Sequence[Condition]) -> Iterator[str]:
    """The parts of a conjunction; comparisons of one field, one after the other, are said together."""
    for path, same in groupby(map(plain, parts), key=lambda part: part.path if isinstance(part, Compare) else None):
        if path is None:
            yield from (_atom(voice, part) for part in same)
        else:
            yield _compare(voice, [part for part in same if isinstance(part, Compare)])


def _compare(voice: Voice, parts: Sequence[Compare]) -> str:
    """Comparisons of one field."""
    path = parts[0].path
    each = [_compared(voice, path, part.comparison) for part in parts]
    return voice.say(field_words(voice, path) + "、".join(each), f"{_verbal(voice, path)} {' and '.join(each)}")


def _verbal(voice: Voice, path: Path) -> str:
    """An English field and its verb: `kind is`, but `inspected` (on or after …) for `inspected on`."""
    name = field_words(voice, path)
    return name.removesuffix(" on") if path.type is FieldType.DATE and name.endswith(" on") else f"{name} is"


def _compared(voice: Voice, path: Path, comparison: Comparison) -> str:
    comparator, operand = comparison.comparator, comparison.operand
    if path.type in (FieldType.INTEGER, FieldType.DECIMAL):
        return comparison_words(voice, [comparison])
    if path.type is FieldType.DATE:
        return _spaced(DATE_COMPARATORS[comparator].within(voice.lang), operand_words(voice, operand))
    right = operand_words(voice, operand)
    if isinstance(operand, Constant) and isinstance(operand.value, str):
        right = voice.word(path.owner, path.field, operand.value)
    return voice.say(f"{SAMENESS[comparator].zh}{right}", f"not {right}" if comparator is Comparator.NOT else right)


def _among(voice: Voice, path: Path, values: frozenset[str]) -> str:
    declared = list(voice.vocabulary.entities[path.owner].fields[path.field].choices)
    order = sorted(values, key=lambda value: (declared.index(value) if value in declared else len(declared), value))
    words = either(voice, [voice.word(path.owner, path.field, value) for value in order])
    return voice.say(f"{field_words(voice, path)}为{words}", f"{field_words(voice, path)} is {words}")


def either(voice: Voice, words: Sequence[str]) -> str:
    """One of several: `A、B或C`, `A, B or C`."""
    if len(words) == 1:
        return words[0]
    return voice.say("、", ", ").join(words[:-1]) + voice.say("或", " or ") + words[-1]


def _outcomes(voice: Voice, name: str, values: frozenset[str]) -> str:
    words = either(voice, [voice.say(quoted(value), value) for value in sorted(values)])
    return voice.say(f"按判定表 {name} 得出{words}", f"the decision table {name} gives {words}")


def _quantified(voice: Voice, node: Quantified) -> str:
    rows = voice.kind(node.relation.child)
    asked = None if is_trivial(node.condition) else clause(voice, node.condition)
    of = population(voice, node.relation, node.condition)
    in_english = rows if asked is None else f"{rows} ({asked})"
    match node.quantifier:
        case "some":
            return voice.say(f"有{of}", f"there is at least one {in_english}")
        case "none":
            return voice.say(f"没有{of}", f"there is no {in_english}")
        case "every":
            return voice.say(
                f"每个{rows}都符合（{asked or '无条件'}）", f"every {rows} satisfies ({asked or 'always'})"
            )


def population(voice: Voice, relation: Relation, where: Condition) -> str:
    """The children that a condition singles out: `类别为城市社区的社区`, `communities (kind is urban)`."""
    rows = voice.kinds(relation)
    if is_trivial(where):
        return rows
    words, made_of_several = clause(voice, where), isinstance(plain(where), All | Any)
    return voice.say(f"符合({words})的{rows}" if made_of_several else f"{words}的{rows}", f"{rows} ({words})")

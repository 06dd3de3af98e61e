"""Reading cases and groups of cases: what a group says holds for its cases unless they say otherwise."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from policyengine.authoring.cases import keys, messages
from policyengine.authoring.cases.expected import read_expected
from policyengine.authoring.cases.model import Case, Cells, Told
from policyengine.authoring.cases.rows import Columns, Written, read_defaults, read_entity, read_tables
from policyengine.authoring.cases.tables import laid_over, tables_of
from policyengine.authoring.cases.targets import Filled, OpenTargets, read_filled
from policyengine.plan.consequences import PlannedConsequence, leading_to, rules_named
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.reading.dates import parse_date
from policyengine.reading.nearest import suggestion
from policyengine.reading.nodes import MappingNode
from policyengine.reading.place import Place
from policyengine.reading.shapes import Fields, Part, Reader, sound


@dataclass(frozen=True, slots=True)
class Given:
    """What is said so far, from the file inwards."""

    title: str = ""
    rule: str | None = None
    reading: str | None = None
    subject: str | None = None
    subjects: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    tables: Written = field(default_factory=dict)
    defaults: Mapping[str, Cells] = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()
    snapshot_on: date | None = None
    targets: Filled = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the words of a case file may refer to."""

    plan: Plan
    columns: Columns
    open_targets: OpenTargets

    def rule(self, reader: Reader, fields: Fields, name: str, reading: str | None) -> PlannedRule | None:
        """The rule, or the reading of it, that is meant; reported where there is none."""
        rules = [rule for rule in self.plan.rules if rule.id == name]
        if not rules:
            hint = suggestion(name, (rule.id for rule in self.plan.rules))
            place = _place(fields, "rule")
            reader.report(messages.UNKNOWN_RULE, place, policy=self.plan.policy, name=name, suggestion=hint)
            return None
        return rules[0] if reading is None else self.reading(reader, name, reading, _place(fields, "reading"))

    def reading(self, reader: Reader, rule: str, name: str, place: Place) -> PlannedRule | None:
        """The other reading of a rule that is meant; reported at the place where there is none."""
        known = {each.alternative or "": each for each in self.plan.readings if each.id == rule}
        if name not in known:
            hint = suggestion(name, known)
            reader.report(messages.UNKNOWN_READING, place, rule=rule, name=name, suggestion=hint)
        return known.get(name)

    def forms(self, rule: PlannedRule) -> tuple[PlannedRule, ...]:
        """The rule in all its readings."""
        return tuple(each for each in (*self.plan.rules, *self.plan.readings) if each.id == rule.id)

    def following(self, rule: PlannedRule) -> tuple[str, ...]:
        """The consequences for the rule's kind of subject."""
        return tuple(each.id for each in self.plan.consequences if each.subject == rule.subject)

    def behind(self, consequences: Collection[str]) -> tuple[PlannedRule | PlannedConsequence, ...]:
        """All that decides the consequences."""
        leading = leading_to(self.plan.consequences, consequences)
        named = rules_named(leading)
        return (*leading, *(rule for rule in self.plan.rules if rule.id in named))


def read_tests(reader: Reader, fields: Fields, given: Given, scope: Scope) -> Iterator[Case]:
    """The cases of a file or of a group."""
    part = fields.get("tests")
    inner = _given(reader, fields, given, scope)
    if part is None:
        return
    for item in reader.items(part) or ():
        group = isinstance(item.node, MappingNode) and "tests" in item.node.entries
        inside = reader.keyed(item, keys.GROUP if group else keys.CASE)
        if inside is None:
            continue
        if group:
            yield from read_tests(reader, inside, inner, scope)
        else:
            yield from _cases(reader, inside, _given(reader, inside, inner, scope), scope)


def _given(reader: Reader, fields: Fields, outer: Given, scope: Scope) -> Given:
    columns = scope.columns
    title = fields.read(reader, "title", Reader.scalar)
    subjects = fields.get("subjects")
    tables = fields.get("facts")
    defaults = fields.get("defaults")
    own_defaults = {} if defaults is None else read_defaults(reader, defaults, columns)
    incomplete = fields.get("incomplete")
    targets = fields.get("targets")
    return replace(
        outer,
        title=": ".join(part for part in (outer.title, title) if part),
        rule=fields.read(reader, "rule", Reader.scalar) or outer.rule,
        reading=fields.read(reader, "reading", Reader.scalar) or outer.reading,
        subject=fields.read(reader, "subject", Reader.scalar) or outer.subject,
        subjects={**outer.subjects, **({} if subjects is None else _subjects(reader, subjects, columns))},
        as_of=fields.read(reader, "as_of", Reader.date) or outer.as_of,
        tables=outer.tables if tables is None else laid_over(outer.tables, read_tables(reader, tables, columns)),
        defaults={
            entity: {**outer.defaults.get(entity, {}), **own_defaults.get(entity, {})}
            for entity in {**outer.defaults, **own_defaults}
        },
        incomplete=outer.incomplete if incomplete is None else _entities(reader, incomplete, columns),
        snapshot_on=fields.read(reader, "snapshot_on", Reader.date) or outer.snapshot_on,
        targets={**outer.targets, **({} if targets is None else read_filled(reader, targets, scope.open_targets))},
    )


def _subjects(reader: Reader, part: Part, columns: Columns) -> dict[str, str]:
    fields = reader.mapping(part)
    found: dict[str, str] = {}
    for each in fields.parts() if fields is not None else ():
        entity = read_entity(reader, each, each.name, columns.vocabulary)
        subject = reader.scalar(each)
        if entity is not None and subject is not None:
            found[entity.name] = subject
    return found


def _entities(reader: Reader, part: Part, columns: Columns) -> frozenset[str]:
    named = [(item, reader.scalar(item)) for item in reader.items(part) or ()]
    found = sound(read_entity(reader, item, name, columns.vocabulary) for item, name in named if name is not None)
    return frozenset(entity.name for entity in found)


# --- one case ---------------------------------------------------------------------------------------------------------


def _cases(reader: Reader, fields: Fields, given: Given, scope: Scope) -> Iterator[Case]:
    """A case, and one more for each other reading of the rule, and each other day, that it speaks of."""
    rule = None if given.rule is None else scope.rule(reader, fields, given.rule, given.reading)
    asked = partial(
        read_expected,
        following=() if rule is None else scope.following(rule),
        kind=None if rule is None else rule.subject,
    )
    expected = fields.read(reader, "expect", asked)
    subject = given.subject
    if subject is None and rule is not None:
        subject = given.subjects.get(rule.subject)
    needed: dict[str, object] = {"title": given.title or None, "rule": given.rule, "as_of": given.as_of}
    if rule is not None:
        needed["subject"] = subject
    for key in (key for key, value in needed.items() if value is None):
        reader.report(messages.NOT_SAID, fields.part.place, key=key)
    if rule is None or subject is None or given.as_of is None:
        return
    wanted = [(fields.part, rule, given.as_of, expected)]
    wanted += [(part, form, given.as_of, asked(reader, part)) for form, part in _readings(reader, fields, rule, scope)]
    wanted += [(part, rule, day, asked(reader, part)) for day, part in _days(reader, fields)]
    concerned = (*scope.forms(rule), *scope.behind({name for *_, one in wanted if one for name in one.consequences}))
    told = Told(
        tables_of(given.tables, given.defaults, concerned, scope.plan, scope.columns.vocabulary),
        given.incomplete,
        given.snapshot_on,
    )
    for part, form, day, said in wanted:
        if said is not None:
            yield Case(given.title, part.place, form, subject, day, told, said, given.targets)


def _readings(reader: Reader, fields: Fields, rule: PlannedRule, scope: Scope) -> Iterator[tuple[PlannedRule, Part]]:
    part = fields.get("readings")
    named = None if part is None else reader.mapping(part)
    for each in named.parts() if named is not None else ():
        form = scope.reading(reader, rule.id, each.name, reader.tree.place(each.at, key=True))
        if form is not None:
            yield form, each


def _days(reader: Reader, fields: Fields) -> Iterator[tuple[date, Part]]:
    part = fields.get("days")
    named = None if part is None else reader.mapping(part)
    for each in named.parts() if named is not None else ():
        day = parse_date(each.name)
        if day is None:
            reader.report(messages.NOT_A_DAY, reader.tree.place(each.at, key=True), found=each.name)
        else:
            yield day, each


def _place(fields: Fields, key: str) -> Place:
    """Where a key's value stands, or what inherits it."""
    part = fields.get(key)
    return fields.part.place if part is None else part.place

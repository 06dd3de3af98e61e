"""Reading rules and the other ways to read them (language.md §3, A rule and Readings)."""

from policyengine.language import keys, messages
from policyengine.language.citations import read_citations
from policyengine.language.duties import REQUIREMENT_KEYS, check_requirement, read_duty
from policyengine.language.models import Modality, Reading, Rule
from policyengine.language.names import named_parts
from policyengine.reading.nodes import MappingNode
from policyengine.reading.shapes import Fields, Part, Reader, sound


def read_rules(reader: Reader, part: Part) -> tuple[Rule, ...]:
    """All rules, by id."""
    return sound(_rule(reader, name, value) for name, value in named_parts(reader, part))


def _rule(reader: Reader, name: str, part: Part) -> Rule | None:
    fields = reader.keyed(part, keys.RULE)
    if fields is None:
        return None
    present = frozenset(key for key in REQUIREMENT_KEYS if key in fields)
    check_requirement(reader, name, present, reader.tree.place(part.at, key=True))
    title = fields.read(reader, "title", Reader.scalar)
    modality = fields.read(reader, "modality", _modality)
    actor = fields.read(reader, "actor", Reader.scalar)
    subject = fields.read(reader, "subject", Reader.scalar)
    duty = read_duty(reader, fields, measured="measure" in present)
    cite = fields.read(reader, "cite", read_citations) or ()
    reading = fields.read(reader, "reading", Reader.scalar)
    readings = _readings(reader, fields, present)
    if title is None or modality is None or subject is None:
        return None
    return Rule(
        at=part.at,
        id=name,
        title=title,
        modality=modality,
        actor=actor,
        subject=subject,
        when=duty.when,
        measure=duty.measure,
        require=duty.require,
        evidence=duty.evidence,
        due=duty.due,
        cite=cite,
        reading=reading,
        readings=readings,
    )


def _modality(reader: Reader, part: Part) -> Modality | None:
    return reader.choice(part, Modality)


def _readings(reader: Reader, rule: Fields, replaced: frozenset[str]) -> tuple[Reading, ...]:
    part = rule.get("readings")
    if part is None:
        return ()
    return sound(_reading(reader, name, value, replaced) for name, value in named_parts(reader, part))


def _reading(reader: Reader, name: str, part: Part, replaced: frozenset[str]) -> Reading | None:
    """One reading; `replaced` are the requirement keys of the rule, which count where the reading gives none."""
    fields = reader.keyed(_without_subject(reader, part), keys.READING)
    if fields is None:
        return None
    given = frozenset(fields.entries) & keys.REPLACEABLE
    if given & set(REQUIREMENT_KEYS):
        present = replaced | given & set(REQUIREMENT_KEYS)
        check_requirement(reader, name, present, reader.tree.place(part.at, key=True))
    duty = read_duty(reader, fields, measured="measure" in replaced | given)
    note = fields.read(reader, "note", Reader.scalar)
    title = fields.read(reader, "title", Reader.scalar)
    modality = fields.read(reader, "modality", _modality)
    actor = fields.read(reader, "actor", Reader.scalar)
    cite = fields.read(reader, "cite", read_citations) or ()
    if note is None:
        return None
    return Reading(
        at=part.at,
        name=name,
        note=note,
        replaces=given,
        title=title,
        modality=modality,
        actor=actor,
        cite=cite,
        when=duty.when,
        measure=duty.measure,
        require=duty.require,
        evidence=duty.evidence,
        due=duty.due,
    )


def _without_subject(reader: Reader, part: Part) -> Part:
    """The part as it would be without `subject`, which deserves words of its own."""
    if not isinstance(part.node, MappingNode) or "subject" not in part.node.entries:
        return part
    entries = dict(part.node.entries)
    reader.report(messages.READING_SUBJECT, entries.pop("subject").key.place)
    return Part(MappingNode(part.node.place, entries), part.at)

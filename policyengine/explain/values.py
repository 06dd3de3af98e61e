"""Cells, rows and their places in words."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from policyengine.engine.walker.rows import Cell, Lack, Row
from policyengine.explain.model import Located
from policyengine.explain.numbers import readable
from policyengine.explain.phrases import Voice
from policyengine.reading.text import Text
from policyengine.vocabulary.personal import HIDDEN

LACKS = {Lack.UNKNOWN: Text("未知", "unknown"), Lack.NONE: Text("无", "none")}


def owner_of(voice: Voice, name: str) -> tuple[str, str]:
    """The entity and field that a cell's name, such as `organization.street.kind`, ends in."""
    entity, *steps, last = name.split(".")
    for step in steps:
        entity = voice.vocabulary.entities[entity].fields[step].reference or entity
    return entity, last


def cell_label(voice: Voice, name: str, *, whole: bool = False) -> str:
    """What the field of a cell's name is called; `whole` names the entity too."""
    entity, *names = name.split(".")
    labels = []
    at = entity
    for one in names:
        labels.append(voice.field(at, one))
        of = voice.vocabulary.entities[at].fields.get(one)
        at = (of.reference if of is not None else None) or at
    if whole:
        labels.insert(0, voice.kind(entity))
    return "的".join(labels) if voice.lang == "zh" else " of ".join(reversed(labels))


def value_words(voice: Voice, name: str, value: Cell) -> str:
    """A cell's value; personal ones are not shown, nor that there is none."""
    if value is Lack.UNKNOWN:
        return LACKS[value].within(voice.lang)
    entity, last = owner_of(voice, name)
    if voice.masking.hides(entity, last):
        return HIDDEN.within(voice.lang)
    if value is Lack.NONE:
        return LACKS[value].within(voice.lang)
    match value:
        case Fraction():
            return readable(value)
        case date():
            return value.isoformat()
        case word:
            return voice.word(entity, last, word)


def cell_words(voice: Voice, cell: Located) -> str:
    """A field with its value."""
    label, value = cell_label(voice, cell.seen.name), value_words(voice, cell.seen.name, cell.seen.value)
    return voice.say(f"{label}：{value}", f"{label}: {value}")


def name_of(voice: Voice, row: Row) -> str:
    """The row's name, if it is known and may be shown."""
    name = row.cells.get("name")
    return name if isinstance(name, str) and not voice.masking.hides(row.entity, "name") else ""


def id_of(voice: Voice, row: Row) -> str:
    """The row's id, or what stands for it."""
    return voice.masking.id(row.entity, row.id)


def place_words(voice: Voice, file: str | None, number: int | None) -> str:
    """Where something was read."""
    if file is None:
        return ""
    if number is None:
        return file
    return voice.say(f"{file} 第 {number} 行", f"{file} row {number}")


def row_words(voice: Voice, row: Row) -> str:
    """A row by kind, name and id, with where it was read."""
    identity = id_of(voice, row)
    parts = [part for part in (identity, place_words(voice, row.file, row.number)) if part]
    name = name_of(voice, row) or identity
    inside = parts if name != identity else parts[1:]
    words = " ".join((voice.kind(row.entity), name))
    if not inside:
        return words
    return voice.say(f"{words}（{'；'.join(inside)}）", f"{words} ({'; '.join(inside)})")


def joined(voice: Voice, words: Sequence[str]) -> str:
    """Several short things, one after another."""
    return voice.say("；", "; ").join(words)

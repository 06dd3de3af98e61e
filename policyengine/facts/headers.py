"""Which header of a source holds which field of an entity."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from policyengine.facts import messages
from policyengine.facts.refusals import Refusal
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN, UNKNOWN_SUFFIX
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import listed
from policyengine.vocabulary.models import Entity
from policyengine.vocabulary.names import folded
from policyengine.vocabulary.work_record import WORK_RECORD


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields and the headers that hold them, the companions that say where a field is unknown, and all others."""

    fields: Mapping[str, str]
    companions: Mapping[str, str]
    others: tuple[str, ...]


def match_headers(
    entity: Entity, headers: tuple[str, ...], mapping: Mapping[str, str], file: str
) -> tuple[Headers, list[Refusal]]:
    """Find each field's header: by `mapping`, else by the field's name or its Chinese or English label."""
    refusals = _unusable(headers, file)
    claims: dict[str, list[str]] = {}
    for name, header in mapping.items():
        if header in headers:
            claims.setdefault(name, []).append(header)
        else:
            hint = suggestion(header, headers)
            refusals.append(Refusal.of(messages.MAPPED_COLUMN_ABSENT, file, header=header, suggestion=hint))
    mapped = set(mapping.values())
    by_name = {
        folded(name): field.name
        for field in entity.fields.values()
        for name in (field.label.en, field.label.zh, field.name)
    }
    companions: dict[str, str] = {}
    others: list[str] = []
    for header in dict.fromkeys(headers):
        if header in mapped:
            continue
        if (name := folded(header)) in by_name:
            claims.setdefault(by_name[name], []).append(header)
        elif name.endswith(UNKNOWN_SUFFIX) and name.removesuffix(UNKNOWN_SUFFIX) in by_name:
            companions[by_name[name.removesuffix(UNKNOWN_SUFFIX)]] = header
        else:
            others.append(header)
    for name, claimed in claims.items():
        if len(claimed) > 1:
            refusals.append(Refusal.of(messages.TWO_HEADERS, file, field=name, headers=listed(claimed)))
    if "id" not in claims and entity.name != WORK_RECORD:
        refusals.append(Refusal.of(messages.NO_ID, file, names=listed(_names(entity, "id")), entity=entity.name))
    return Headers({name: claimed[0] for name, claimed in claims.items()}, companions, tuple(others)), refusals


def _unusable(headers: tuple[str, ...], file: str) -> list[Refusal]:
    counts = Counter(headers)
    refusals = [Refusal.of(messages.DUPLICATE_HEADER, file, header=header) for header in counts if counts[header] > 1]
    reserved = [header for header in counts if header in {FILE_COLUMN, ROW_COLUMN}]
    return refusals + [Refusal.of(messages.RESERVED_HEADER, file, header=header) for header in reserved]


def _names(entity: Entity, name: str) -> list[str]:
    field = entity.fields[name]
    return list(dict.fromkeys((field.name, field.label.zh, field.label.en)))

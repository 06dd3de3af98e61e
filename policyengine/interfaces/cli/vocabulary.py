"""`policyengine vocabulary`: what rules may name."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

import typer

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.options import FORMAT, LangOption
from policyengine.interfaces.cli.output import say, table
from policyengine.reading.numbers import render_number
from policyengine.reading.text import Lang, Text
from policyengine.vocabulary.load import DEFAULT_VOCABULARY, load_vocabulary
from policyengine.vocabulary.models import Entity, Field, Label, Vocabulary

NAME = "vocabulary"
HELP = both("列出规则可用的实体、字段和关系。", "List the entities, fields and relations that rules may name.")

HEADERS = (Text("字段", "field"), Text("名称", "label"), Text("类型", "type"), Text("取值", "values"))
OPTIONAL = Text("可无", "optional")
CHILDREN = Text("下级", "children")
LIFETIME = Text("存续", "lifetime")
EVENT = Text("发生于", "happens on")


class Format(StrEnum):
    """How the vocabulary is written."""

    TEXT = "text"
    JSON = "json"


def command(
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAMES]", help=both("内置词汇表名或文件路径", "built-in vocabularies, or paths")),
    ] = None,
    output: Annotated[Format, FORMAT] = Format.TEXT,
    lang: LangOption,
) -> None:
    """Several vocabularies are shown as the one that they make together."""
    known = load_vocabulary(names or [DEFAULT_VOCABULARY], None)
    if output is Format.JSON:
        say(json.dumps(_objects(known), ensure_ascii=False, indent=2))
        return
    for entity in known.entities.values():
        _say(entity, known, lang)


def _say(entity: Entity, known: Vocabulary, lang: Lang) -> None:
    say(f"{entity.name} ({entity.plural}) {_label(entity.label, lang)}", "bold")
    children = [other.plural for other in known.entities.values() if entity.name in other.belongs_to]
    if children:
        say(f"{CHILDREN.within(lang)}: {', '.join(children)}")
    if entity.lifetime is not None:
        say(f"{LIFETIME.within(lang)}: {entity.lifetime.start or ''} – {entity.lifetime.end or ''}")
    if entity.event_date is not None:
        say(f"{EVENT.within(lang)}: {entity.event_date}")
    table(
        [header.within(lang) for header in HEADERS],
        [
            (field.name, _label(field.label, lang), _type(field, lang), _values(field, lang))
            for field in entity.fields.values()
        ],
        styles=("cyan",),
    )
    say("")


def _label(label: Label, lang: Lang) -> str:
    return label.zh if lang == "zh" else label.en


def _type(field: Field, lang: Lang) -> str:
    kind = f"{field.type.value} {field.reference or field.code or ''}".rstrip()
    return f"{kind} ({OPTIONAL.within(lang)})" if field.optional else kind


def _values(field: Field, lang: Lang) -> str:
    if field.choices:
        return ", ".join(f"{code} {_label(label, lang)}" for code, label in field.choices.items())
    if field.minimum is None and field.maximum is None:
        return ""
    return f"{_bound(field.minimum) or ''}..{_bound(field.maximum) or ''}"


def _bound(bound: Fraction | date | None) -> str | None:
    return render_number(bound) if isinstance(bound, Fraction) else None if bound is None else bound.isoformat()


def _objects(known: Vocabulary) -> dict[str, Any]:
    return {
        "names": list(known.names),
        "sha256": known.sha256,
        "entities": {name: _entity(entity, known) for name, entity in known.entities.items()},
    }


def _entity(entity: Entity, known: Vocabulary) -> Mapping[str, Any]:
    children = {other.plural: other.name for other in known.entities.values() if entity.name in other.belongs_to}
    return {
        "plural": entity.plural,
        "label": entity.label.model_dump(),
        "belongs_to": {ancestor: ".".join(steps) for ancestor, steps in entity.belongs_to.items()},
        "children": children,
        "lifetime": None if entity.lifetime is None else entity.lifetime.model_dump(),
        "event_date": entity.event_date,
        "fields": {name: _field(field) for name, field in entity.fields.items()},
    }


def _field(field: Field) -> Mapping[str, Any]:
    return {
        "type": field.type.value,
        "label": field.label.model_dump(),
        "optional": field.optional,
        "minimum": _bound(field.minimum),
        "maximum": _bound(field.maximum),
        "digits": field.digits,
        "choices": {code: label.model_dump() for code, label in field.choices.items()},
        "code": field.code,
        "reference": field.reference,
    }

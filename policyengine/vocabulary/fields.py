"""Fields of an entity, in their short and long forms: `date`, `{date: {}}`, `{integer: {min: 0}}`, `{enum: {…}}`."""

from datetime import date
from fractions import Fraction

from policyengine.reading.keys import KeyTable
from policyengine.reading.nearest import suggestion
from policyengine.reading.nodes import ScalarNode
from policyengine.reading.shapes import Fields, Part, Reader
from policyengine.reading.text import Text, listed
from policyengine.vocabulary import keys, messages
from policyengine.vocabulary.codes import SCHEMES
from policyengine.vocabulary.models import Field, FieldType, Label
from policyengine.vocabulary.names import folded, read_name

MOST_DIGITS = 12
BARE_TYPES = (FieldType.TEXT, FieldType.BOOLEAN, FieldType.INTEGER, FieldType.DATE)
BOUND_KEYS: dict[FieldType, KeyTable] = {
    FieldType.INTEGER: keys.INTEGER,
    FieldType.DECIMAL: keys.DECIMAL,
    FieldType.DATE: keys.DATE,
}
EXAMPLES = {
    FieldType.DECIMAL: "`{decimal: {digits: 2}}`",
    FieldType.ENUM: "`{enum: {urban: 城市社区, rural: 农村社区}}`",
    FieldType.CODE: "`{code: uscc}`",
    FieldType.REFERENCE: "`{reference: street}`",
}


def read_field(reader: Reader, name: str, part: Part) -> Field | None:
    """A field; `None` after reporting what is wrong with it."""
    if isinstance(part.node, ScalarNode):
        return _bare(reader, name, part)
    fields = reader.keyed(part, keys.FIELD)
    if fields is None:
        return None
    types = [key for key in fields.entries if key in keys.TYPES]
    label = fields.read(reader, "label", read_label) or Label(zh=name, en=name)
    optional = _flag(reader, fields, "optional")
    personal = _flag(reader, fields, "personal")
    if name in {"id", "name"} and not types and not optional:
        return Field(name=name, type=FieldType.TEXT, label=label, personal=personal)
    if len(types) != 1:
        found = listed(types) if types else Text("零种", "none")
        known = listed(list(keys.TYPES))
        reader.report(messages.ONE_TYPE, reader.tree.place(part.at, key=True), name=name, found=found, types=known)
        return None
    type_ = FieldType(types[0])
    detail = fields.get(type_.value)
    if detail is None:
        return None
    expiry = _flag(reader, fields, "expiry")
    if expiry and type_ is not FieldType.DATE:
        reader.report(messages.EXPIRY_NOT_A_DATE, fields.key_place("expiry"), name=name)
        return None
    plain = Field(name=name, type=type_, label=label, optional=optional, personal=personal, expiry=expiry)
    return _detailed(reader, plain, detail)


def read_label(reader: Reader, part: Part) -> Label | None:
    """A label in both languages, `{zh: …, en: …}`, or one text for both."""
    if isinstance(part.node, ScalarNode):
        text = reader.scalar(part)
        return None if text is None else Label(zh=text, en=text)
    fields = reader.keyed(part, keys.LABEL)
    if fields is None:
        return None
    zh, en = fields.read(reader, "zh", Reader.scalar), fields.read(reader, "en", Reader.scalar)
    return Label(zh=zh, en=en) if zh is not None and en is not None else None


def _bare(reader: Reader, name: str, part: Part) -> Field | None:
    word = reader.scalar(part)
    if word is None:
        return None
    if word not in keys.TYPES:
        hint = suggestion(word, [type_.value for type_ in BARE_TYPES])
        reader.report(messages.BAD_TYPE, part.place, found=word, suggestion=hint)
        return None
    type_ = FieldType(word)
    if type_ not in BARE_TYPES:
        reader.report(messages.NEEDS_MORE, part.place, found=word, example=EXAMPLES[type_])
        return None
    return Field(name=name, type=type_, label=Label(zh=name, en=name))


def _flag(reader: Reader, fields: Fields, key: str) -> bool:
    part = fields.get(key)
    return part is not None and reader.choice(part, ("true", "false")) == "true"


def _detailed(reader: Reader, field: Field, detail: Part) -> Field | None:
    match field.type:
        case FieldType.TEXT | FieldType.BOOLEAN:
            return None if reader.keyed(detail, keys.NOTHING_MORE) is None else field
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.DATE:
            return _bounded(reader, field, detail)
        case FieldType.ENUM:
            return _choices(reader, field, detail)
        case FieldType.CODE:
            scheme = reader.scalar(detail)
            if scheme is not None and scheme not in SCHEMES:
                hint = suggestion(scheme, SCHEMES)
                reader.report(messages.BAD_SCHEME, detail.place, found=scheme, suggestion=hint)
                return None
            return None if scheme is None else field.model_copy(update={"code": scheme})
        case FieldType.REFERENCE:
            target = reader.scalar(detail)
            return None if target is None else field.model_copy(update={"reference": target})


def _bounded(reader: Reader, field: Field, detail: Part) -> Field | None:
    fields = reader.keyed(detail, BOUND_KEYS[field.type])
    if fields is None:
        return None
    digits = 0
    if (places := fields.get("digits")) is not None:
        number = reader.number(places)
        if number is None:
            return None
        if number.value.denominator != 1 or not 1 <= number.value <= MOST_DIGITS:
            reader.report(messages.BAD_DIGITS, places.place, found=number.text, most=MOST_DIGITS)
            return None
        digits = int(number.value)
    minimum, maximum = (
        _bound(reader, field.type, fields, "min", digits),
        _bound(reader, field.type, fields, "max", digits),
    )
    if minimum is not None and maximum is not None and minimum > maximum:  # type: ignore[operator]  # of one type
        place = fields.key_place("min")
        reader.report(messages.BOUNDS_CROSS, place, minimum=minimum, maximum=maximum)
        return None
    return field.model_copy(update={"digits": digits, "minimum": minimum, "maximum": maximum})


def _bound(reader: Reader, type_: FieldType, fields: Fields, key: str, digits: int) -> Fraction | date | None:
    part = fields.get(key)
    if part is None:
        return None
    if type_ is FieldType.DATE:
        return reader.date(part)
    number = reader.number(part)
    if number is not None and (number.value * 10**digits).denominator != 1:
        reader.report(messages.INEXACT_BOUND, part.place, found=number.text, digits=digits)
        return None
    return None if number is None else number.value


def _choices(reader: Reader, field: Field, detail: Part) -> Field | None:
    fields = reader.mapping(detail)
    if fields is None:
        return None
    choices: dict[str, Label] = {}
    owners: dict[str, str] = {}
    for part in fields.parts():
        code = part.name
        label = read_label(reader, part)
        if label is None or not read_name(reader, code, fields.key_place(code)):
            continue
        for name in sorted({code, folded(label.zh), folded(label.en)}):
            if owners.setdefault(name, code) != code:
                reader.report(messages.CHOICE_CLASH, part.place, name=name, other=owners[name])
        choices[code] = label
    return field.model_copy(update={"choices": choices})

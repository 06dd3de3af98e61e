"""Reading definitions: conditions, determinations and decision tables under a name (language.md §3, Definitions)."""

from policyengine.language import keys, messages
from policyengine.language.citations import read_citations
from policyengine.language.conditions import read_condition
from policyengine.language.models import Definition, TableCase
from policyengine.language.names import named_parts
from policyengine.reading.shapes import Part, Reader, sound

FORMS = ("where", "judged", "cases")


def read_definitions(reader: Reader, part: Part) -> tuple[Definition, ...]:
    """All definitions, by name."""
    return sound(_definition(reader, name, value) for name, value in named_parts(reader, part))


def _definition(reader: Reader, name: str, part: Part) -> Definition | None:
    fields = reader.keyed(part, keys.DEFINITION)
    if fields is None:
        return None
    if sum(form in fields for form in FORMS) != 1:
        reader.report(messages.DEFINITION_FORM, reader.tree.place(part.at, key=True), name=name)
    elif "otherwise" in fields and "cases" not in fields:
        reader.report(messages.KEY_ALONE, fields.key_place("otherwise"), key="otherwise", other="cases")
    subject = fields.read(reader, "subject", Reader.scalar)
    where = fields.read(reader, "where", read_condition)
    judged = fields.read(reader, "judged", Reader.scalar)
    cases = fields.read(reader, "cases", _cases) or ()
    otherwise = fields.read(reader, "otherwise", Reader.scalar)
    cite = fields.read(reader, "cite", read_citations) or ()
    if subject is None:
        return None
    return Definition(
        at=part.at,
        name=name,
        subject=subject,
        where=where,
        judged=judged,
        cases=cases,
        otherwise=otherwise,
        cite=cite,
    )


def _cases(reader: Reader, part: Part) -> tuple[TableCase, ...]:
    return sound(_case(reader, item) for item in reader.items(part) or ())


def _case(reader: Reader, part: Part) -> TableCase | None:
    fields = reader.keyed(part, keys.TABLE_CASE)
    if fields is None:
        return None
    when = fields.read(reader, "when", read_condition)
    then = fields.read(reader, "then", Reader.scalar)
    return None if when is None or then is None else TableCase(at=part.at, when=when, then=then)

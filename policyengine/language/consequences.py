"""Reading consequences: what follows from verdicts and from other consequences (language.md §3)."""

from policyengine.language import keys, messages
from policyengine.language.citations import read_citations
from policyengine.language.conditions import read_entry
from policyengine.language.models import AllFollow, Consequence, Entry, Grounds, VerdictsAre
from policyengine.language.names import named_parts
from policyengine.language.statuses import DEFINITE, Status
from policyengine.language.words import read_words
from policyengine.reading.messages import EMPTY_VALUE
from policyengine.reading.nodes import MappingNode, SequenceNode
from policyengine.reading.shapes import Fields, Part, Reader, sound

Ground = VerdictsAre | AllFollow | Entry | Grounds


def read_consequences(reader: Reader, part: Part) -> tuple[Consequence, ...]:
    """All consequences, by id."""
    return sound(_consequence(reader, name, value) for name, value in named_parts(reader, part))


def _consequence(reader: Reader, name: str, part: Part) -> Consequence | None:
    fields = reader.keyed(part, keys.CONSEQUENCE)
    if fields is None:
        return None
    title = fields.read(reader, "title", Reader.scalar)
    subject = fields.read(reader, "subject", Reader.scalar)
    when = fields.read(reader, "when", _grounds)
    then = fields.read(reader, "then", Reader.scalar)
    cite = fields.read(reader, "cite", read_citations) or ()
    reading = fields.read(reader, "reading", Reader.scalar)
    if subject is None or when is None or then is None:
        return None
    return Consequence(
        at=part.at, id=name, title=title, subject=subject, when=when, then=then, cite=cite, reading=reading
    )


def _grounds(reader: Reader, part: Part) -> Grounds | None:
    """A mapping of grounds, all of which must hold."""
    fields = reader.mapping(part)
    if fields is None:
        return None
    if not fields.entries:
        reader.report(messages.NO_GROUNDS, reader.tree.place(part.at, key=True), key=part.name)
        return None
    return Grounds(at=part.at, entries=sound(_ground(reader, fields, each) for each in fields.parts()))


def _ground(reader: Reader, fields: Fields, part: Part) -> Ground | None:
    match part.name:
        case "verdicts":
            return _verdicts(reader, part)
        case "consequences":
            return AllFollow(at=part.at, consequences=read_words(reader, part))
        case "all" | "any":
            parts = sound(_grounds(reader, item) for item in reader.items(part) or ())
            return Grounds(at=part.at, entries=parts, every=part.name == "all")
        case "not":
            return _negation(reader, part)
        case _:
            return read_entry(reader, fields, part)


def _negation(reader: Reader, part: Part) -> VerdictsAre | None:
    if not isinstance(part.node, MappingNode) or list(part.node.entries) != ["verdicts"]:
        reader.report(messages.NOT_OVER_VERDICTS, reader.tree.place(part.at, key=True))
        return None
    return _verdicts(reader, Part(part.node.entries["verdicts"].value, (*part.at, "verdicts")), wanted=False)


def _verdicts(reader: Reader, part: Part, *, wanted: bool = True) -> VerdictsAre | None:
    fields = reader.mapping(part)
    if fields is None:
        return None
    if not fields.entries:
        reader.report(EMPTY_VALUE, reader.tree.place(part.at, key=True), key=part.name)
        return None
    verdicts = tuple((each.name, _statuses(reader, each)) for each in fields.parts())
    return VerdictsAre(at=part.at, verdicts=verdicts, wanted=wanted)


def _statuses(reader: Reader, part: Part) -> tuple[Status, ...]:
    """A definite status, or a list of them: what is unknown leads to nothing for sure."""
    items = (reader.items(part) or ()) if isinstance(part.node, SequenceNode) else (part,)
    return sound(reader.choice(item, DEFINITE) for item in items)

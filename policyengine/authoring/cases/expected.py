"""Reading what a case expects: a status alone, or the parts of a verdict and what follows from it."""

from policyengine.authoring.cases import keys, messages
from policyengine.authoring.cases.model import Expected
from policyengine.language.statuses import Status
from policyengine.reading.nearest import suggestion
from policyengine.reading.nodes import MappingNode, SequenceNode
from policyengine.reading.numbers import parse_number, render_number
from policyengine.reading.shapes import Part, Reader, sound
from policyengine.semantics.truth import Truth
from policyengine.verdicts.consequences import TRUTH_WORDS

TRUTHS = {word: truth for truth, word in TRUTH_WORDS.items()}


def read_expected(
    reader: Reader, part: Part, *, following: tuple[str, ...] = (), kind: str | None = None
) -> Expected | None:
    """What must be said; `following` are the consequences that there are for the `kind` of subject."""
    if not isinstance(part.node, MappingNode):
        status = _status(reader, part)
        return None if status is None else Expected(*status)
    fields = reader.keyed(part, keys.EXPECT)
    found = None if fields is None else fields.read(reader, "status", _status)
    if fields is None or found is None:
        return None
    consequences = fields.get("consequences")
    return Expected(
        found[0],
        lo=fields.read(reader, "lo", _bound),
        hi=fields.read(reader, "hi", _bound),
        gap=fields.read(reader, "gap", _bound),
        reasons=fields.read(reader, "reasons", _listed),
        missing=fields.read(reader, "missing", _listed),
        consequences={} if consequences is None else _consequences(reader, consequences, following, kind),
    )


def _status(reader: Reader, part: Part) -> tuple[Status | None] | None:
    word = reader.choice(part, (*Status, keys.NO_VERDICT))
    if word is None:
        return None
    return (word if isinstance(word, Status) else None,)


def _bound(reader: Reader, part: Part) -> str | None:
    """A number as verdicts write it: `5%` is `1/20`."""
    text = reader.scalar(part)
    number = None if text is None else parse_number(text)
    return text if number is None else render_number(number.value)


def _listed(reader: Reader, part: Part) -> tuple[str, ...]:
    if isinstance(part.node, SequenceNode) and not part.node.items:
        return ()
    return sound(reader.scalar(item) for item in reader.items(part) or ())


def _consequences(reader: Reader, part: Part, known: tuple[str, ...], kind: str | None) -> dict[str, Truth]:
    fields = reader.mapping(part)
    found: dict[str, Truth] = {}
    for each in fields.parts() if fields is not None else ():
        word = reader.choice(each, TRUTHS)
        if each.name not in known and kind is not None:
            place = reader.tree.place(each.at, key=True)
            near = suggestion(each.name, known)
            reader.report(messages.UNKNOWN_CONSEQUENCE, place, name=each.name, subject=kind, suggestion=near)
        elif word is not None:
            found[each.name] = TRUTHS[word]
    return found

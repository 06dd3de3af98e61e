"""Reading citations: the words of the document that a part of the policy rests on."""

from policyengine.language import keys
from policyengine.language.models import Citation
from policyengine.reading.nodes import SequenceNode
from policyengine.reading.shapes import Part, Reader, sound


def read_citations(reader: Reader, part: Part) -> tuple[Citation, ...]:
    """One citation, or a list of them."""
    if isinstance(part.node, SequenceNode):
        return sound(_citation(reader, item) for item in reader.items(part) or ())
    return sound([_citation(reader, part)])


def _citation(reader: Reader, part: Part) -> Citation | None:
    fields = reader.keyed(part, keys.CITATION)
    if fields is None:
        return None
    section = fields.read(reader, "section", Reader.scalar)
    quote = fields.read(reader, "quote", Reader.scalar)
    return Citation(at=part.at, section=section, quote=quote) if section and quote else None

"""Reading lists of words: items of evidence, vocabularies."""

from policyengine.language import messages
from policyengine.reading.shapes import Part, Reader


def read_words(reader: Reader, part: Part) -> tuple[str, ...]:
    """A list of words, each once."""
    words: dict[str, None] = {}
    for item in reader.items(part) or ():
        word = reader.scalar(item)
        if word is None:
            continue
        if word in words:
            reader.report(messages.REPEATED_ITEM, item.place, found=word)
        words[word] = None
    return tuple(words)

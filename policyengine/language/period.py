"""Reading periods: a first day and a last, both included."""

from policyengine.language import keys, messages
from policyengine.language.models import Period
from policyengine.reading.shapes import Part, Reader


def read_period(reader: Reader, part: Part) -> Period | None:
    """A plan's period; the last day may be open."""
    fields = reader.keyed(part, keys.PERIOD)
    if fields is None:
        return None
    start = fields.read(reader, "from", Reader.date)
    end = fields.read(reader, "until", Reader.date)
    if start is None:
        return None
    if end is not None and end < start:
        reader.report(messages.PERIOD_REVERSED, reader.tree.place((*part.at, "until")), start=start, until=end)
    return Period(at=part.at, start=start, end=end)

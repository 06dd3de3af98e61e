"""Reading waivers: exemptions that an office has granted (language.md §1)."""

from datetime import date
from pathlib import Path

from policyengine.language import keys, messages
from policyengine.language.located import Frozen
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding, has_errors, in_order
from policyengine.reading.place import Place
from policyengine.reading.shapes import Fields, Part, Reader, sound
from policyengine.reading.yaml_tree import read_tree


class Waiver(Frozen):
    """One subject's exemption from one rule; both days are included."""

    policy: str
    rule: str
    subject: str
    start: date
    end: date
    owner: str
    reason: str
    place: Place


def load_waivers(path: str | Path) -> tuple[Waiver, ...]:
    """The waivers that a file holds. Raises `PolicyError` with all findings where any is an error."""
    waivers, findings = read_waivers(path)
    if waivers is None:
        raise PolicyError(findings)
    return waivers


def read_waivers(
    origin: str | Path | bytes, name: str | None = None
) -> tuple[tuple[Waiver, ...] | None, tuple[Finding, ...]]:
    """The waivers that a file (or bytes under a name) holds, and findings; none where any is an error."""
    tree = read_tree(origin, name)
    reader = Reader(tree, list(tree.findings))
    fields = None if tree.root is None else reader.keyed(Part(tree.root, ()), keys.WAIVERS)
    waivers = (None if fields is None else fields.read(reader, "waivers", _waivers)) or ()
    findings = in_order(reader.findings)
    return (None if has_errors(findings) else waivers), findings


def _waivers(reader: Reader, part: Part) -> tuple[Waiver, ...]:
    return sound(_waiver(reader, item) for item in reader.items(part) or ())


def _waiver(reader: Reader, part: Part) -> Waiver | None:
    fields = reader.keyed(part, keys.WAIVER)
    if fields is None:
        return None
    words = {key: fields.read(reader, key, Reader.scalar) for key in ("policy", "rule", "subject", "owner", "reason")}
    known = {key: word for key, word in words.items() if word is not None}
    days = _days(reader, fields)
    if days is None or len(known) < len(words):
        return None
    return Waiver(**known, start=days[0], end=days[1], place=part.place)


def _days(reader: Reader, fields: Fields) -> tuple[date, date] | None:
    start = fields.read(reader, "from", Reader.date)
    end = fields.read(reader, "until", Reader.date)
    if start is None or end is None:
        return None
    if end < start:
        place = reader.tree.place((*fields.part.at, "until"))
        reader.report(messages.PERIOD_REVERSED, place, start=start, until=end)
    return start, end

"""JSON files: a list with one object a row, or an object with one list a column."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from policyengine.facts import messages
from policyengine.facts.memory import read_memory
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable


def read_json(path: Path, name: str, first_file: int) -> RawTable:
    """Rows counted from 1; a number with a point stays a text until its field says what it is, so that it is exact.

    Raises `FactsError` for another encoding, for what is not JSON, and for JSON that is no table.
    """
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=str, object_pairs_hook=_Object)
    except UnicodeDecodeError as error:
        raise FactsError([Refusal.of(messages.WRONG_ENCODING, name, offset=error.start)]) from error
    except (ValueError, RecursionError) as error:
        raise FactsError([Refusal.of(messages.BROKEN_FILE, name, format="JSON")]) from error
    rows = data if isinstance(data, list) else [data]
    objects = [row for row in rows if isinstance(row, _Object)]
    repeated = dict.fromkeys(key for each in objects for key in each.repeated)
    if repeated:
        raise FactsError([Refusal.of(messages.DUPLICATE_HEADER, name, header=header) for header in repeated])
    return read_memory(data, name, first_file)


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys it was given more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        named = Counter(key for key, _ in pairs) if len(self) < len(pairs) else {}
        self.repeated = [key for key, times in named.items() if times > 1]

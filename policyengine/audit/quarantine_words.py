"""What a run says of the facts that were set aside, in words."""

from policyengine.audit.record import KeptQuarantine
from policyengine.reading.text import Lang, Text, listed

ASIDE = Text("{cells} 个单元格视为不详，{rows} 行搁置", "cells that became unknown: {cells}, rows left out: {rows}")
INCOMPLETE = Text("（{tables} 因此不完整）", " ({tables} thus incomplete)")


def quarantine_words(kept: KeptQuarantine, lang: Lang) -> str:
    """How much was set aside, which tables it left incomplete, and the digest of the file that says what."""
    words = ASIDE.within(lang).format(cells=kept.cells, rows=kept.rows)
    if kept.tables:
        words += INCOMPLETE.within(lang).format(tables=listed(kept.tables).within(lang))
    return words if kept.sealed is None else f"{words}  {kept.sealed.digest}"

"""What a call set aside of the facts: into a file, and in one line."""

from collections.abc import Iterable
from pathlib import Path

from policyengine.facts.refusals import Refusal
from policyengine.facts.tables import FactBase
from policyengine.interfaces.cli.output import note, working
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.quarantine import possibly_affected, set_aside, write_quarantine
from policyengine.verdicts.verdicts import Verdicts

WRITING = Text("正在写出 {file}", "writing {file}")
CELLS_AND_ROWS = Text(
    "{file}：{cells} 个单元格视为不详，{rows} 行搁置",
    "{file}: cells that became unknown: {cells}, rows left out: {rows}",
)
INCOMPLETE = Text("（{tables} 因此不完整）", " ({tables} thus incomplete)")
AFFECTED = Text("；至多 {n} 个结论因此待定。", "; verdicts unknown because of this: at most {n}.")
END = Text("。", ".")


def say_quarantined(
    facts: Iterable[FactBase], file: Path, lang: Lang, *, unmask: bool, verdicts: Iterable[Verdicts] = ()
) -> None:
    """Write what was set aside, and say how much; with verdicts also how many may be unknown because of it."""
    refusals: dict[Refusal, None] = {refusal: None for each in facts for refusal in each.quarantine or ()}
    with working(WRITING.within(lang).format(file=file)):
        write_quarantine(list(refusals), file, lang, unmask=unmask)
    aside, judged = set_aside(refusals), list(verdicts)
    words = CELLS_AND_ROWS.within(lang).format(file=file, cells=aside.cells, rows=aside.rows)
    if aside.tables:
        words += INCOMPLETE.within(lang).format(tables=("、" if lang == "zh" else ", ").join(aside.tables))
    n = sum(map(possibly_affected, judged))
    note(words + (AFFECTED.within(lang).format(n=n) if judged else END.within(lang)))

"""Which rows of a grid are facts, and under which headers: titles, totals, examples, remarks and empty rows are not."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from policyengine.facts.sheets import messages
from policyengine.facts.sheets.grid import Grid
from policyengine.facts.sheets.words import INVISIBLE_PATTERN, squeezed, visible
from policyengine.facts.tables import UNKNOWN_SUFFIX
from policyengine.reading.findings import Message
from policyengine.vocabulary.models import Entity

LOOKED_AT = 30
"""Headers are sought in so many rows."""
TOTAL = r"^(合计|小计|总计|共计|累计)([:：(（].*)?$"
EXAMPLE = "示例"
REMARK = (
    r"^(注|备注|说明|附注|(填表|填报|制表|审核|审批|复核|经办|联系)(人|单位|日期|时间|电话)?(签字|签名)?"
    r"|(单位)?负责人(签字|签名)?|日期|联系方式|(单位)?盖章)[:：]"
)
NAMED = re.compile(r"\[([a-z][a-z0-9_]*)\]$")
"""How a header says which column it is, whatever words stand before it."""
ROW = "row"


@dataclass(frozen=True, slots=True)
class Layout:
    """The row of headers, the header of each named column of the grid, and the rows that hold facts, from 0.

    `lead` is the column that identifies a row. `skipped` has the rows below the headers that are something else, and
    `nameless` the columns with cells below no header.
    """

    header: int
    headers: Mapping[str, str]
    lead: str
    facts: pl.Series
    skipped: Mapping[Message, tuple[int, ...]]
    nameless: tuple[int, ...]


def layout_of(grid: Grid, entity: Entity, mapped: Collection[str]) -> Layout | None:
    """Where the facts are; `None` where no row could hold headers. `mapped` are headers that `facts.yaml` names."""
    names = _known_headers(entity)
    header = _header_row(grid.cells, names, mapped)
    if header is None:
        return None
    headers = {
        column: _header(text, names, mapped)
        for column, text in zip(grid.cells.columns, grid.cells.row(header), strict=True)
        if text is not None and visible(text)
    }
    lead = next((column for column, text in headers.items() if text in _ids(entity)), next(iter(headers)))
    return _below(grid.cells, header, headers, lead)


def _known_headers(entity: Entity) -> dict[str, str]:
    """The headers that the vocabulary knows, by how people may type them."""
    known = [name for field in entity.fields.values() for name in (field.label.en, field.label.zh, field.name)]
    return {squeezed(name): name for each in known for name in (each + UNKNOWN_SUFFIX, each)}


def _ids(entity: Entity) -> tuple[str, ...]:
    field = entity.fields["id"]
    return (field.name, field.label.zh, field.label.en)


def _header_row(cells: pl.DataFrame, names: Mapping[str, str], mapped: Collection[str]) -> int | None:
    """The row that names most fields, the first of several; where none does, the first with any text."""
    best, most = None, -1
    for number, row in enumerate(cells.head(LOOKED_AT).rows()):
        texts = [text for text in row if text is not None and visible(text)]
        named = {text for text in texts if _bare(text) in names or text.strip() in mapped}
        if texts and len(named) > most:
            best, most = number, len(named)
    return best


def _header(text: str, names: Mapping[str, str], mapped: Collection[str]) -> str:
    """A header as the vocabulary or `facts.yaml` has it, or else without spaces that nobody sees."""
    plain, bare = text.strip(), _bare(text)
    if plain in mapped:
        return plain
    return names.get(bare, bare if NAMED.search(squeezed(text)) else " ".join(visible(plain).split()))


def _bare(header: str) -> str:
    """A header without spaces and without the marks that forms put around it; in brackets a name goes before words."""
    bare = squeezed(header).strip("*:")
    named = NAMED.search(bare)
    return bare if named is None else named[1]


def _below(cells: pl.DataFrame, header: int, headers: Mapping[str, str], lead: str) -> Layout:
    """What the rows below the headers are; only those whose first cell is odd are looked at closely."""
    named = list(headers)
    rows = cells.with_row_index(ROW).slice(header + 1)
    first = pl.col("lead")
    odd = rows.with_columns(_seen(lead).alias("lead")).filter(
        (first == "")
        | first.str.starts_with(EXAMPLE)
        | first.str.contains(REMARK)
        | _together(first).str.contains(TOTAL)
        | _again(first, cells[lead][header])
    )
    seen = [_seen(column) for column in named]
    filled = pl.sum_horizontal((each != "").cast(pl.UInt32) for each in seen)
    remarks = pl.sum_horizontal(each.str.contains(REMARK).cast(pl.UInt32) for each in seen)
    same = pl.sum_horizontal(_again(_seen(column), cells[column][header]).cast(pl.UInt32) for column in named)
    kinds: dict[Message | None, pl.Expr] = {
        None: filled == 0,
        messages.EXAMPLE_ROWS: first.str.starts_with(EXAMPLE),
        messages.REPEATED_HEADERS: (same == filled) & (same > min(1, len(named) - 1)),
        messages.TOTAL_ROWS: pl.any_horizontal(_together(each).str.contains(TOTAL) for each in seen),
        messages.FOOTER_ROWS: (remarks > 0) & ((filled == 1) | (remarks == filled)),
    }
    skipped: dict[Message, tuple[int, ...]] = {}
    gone: list[int] = []
    for message, kind in kinds.items():
        found = odd.filter(kind)[ROW].to_list()
        odd = odd.filter(~kind)
        gone += found
        if found and message is not None:
            skipped[message] = tuple(found)
    facts = rows[ROW].filter(~rows[ROW].is_in(gone))
    nameless = [column for column in cells.columns if column not in headers]
    return Layout(header, headers, lead, facts, skipped, _with_cells(cells.slice(header + 1), nameless))


def _again(text: pl.Expr, header: str) -> pl.Expr:
    """Whether a header stands in a cell once more."""
    return _together(text).str.normalize("NFKC").str.strip_chars("*:") == _bare(header)


def _together(text: pl.Expr) -> pl.Expr:
    """Without any spaces."""
    return text.str.replace_all(r"\s", "")


def _seen(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.replace_all(INVISIBLE_PATTERN, "").str.strip_chars()


def _with_cells(rows: pl.DataFrame, columns: list[str]) -> tuple[int, ...]:
    """The numbers, from 1, of those of the columns that have any text."""
    if not columns:
        return ()
    found = rows.select((_seen(column) != "").any() for column in columns).row(0)
    order = {column: number for number, column in enumerate(rows.columns, 1)}
    return tuple(order[column] for column, some in zip(columns, found, strict=True) if some)


def numbered(rows: Iterable[int], most: int = 12) -> str:
    """Rows as their program counts them, runs of them shortened; beyond `most` runs an ellipsis stands."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and runs[-1][-1] == row - 1:
            runs[-1][-1:] = [row] if len(runs[-1]) > 1 else [runs[-1][0], row]
        else:
            runs.append([row])
    words = ["–".join(str(row + 1) for row in run) for run in runs[:most]]
    return ", ".join(words + (["…"] if len(runs) > most else []))

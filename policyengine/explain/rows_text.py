"""The rows behind a verdict in words: how many of each kind, and the first of them."""

from collections.abc import Iterator

from policyengine.explain.layout import table
from policyengine.explain.model import Finding, Located, RowGroup, RowKind, Rows, ShownRow, Tested
from policyengine.explain.numbers import readable_interval
from policyengine.explain.phrases import Voice, clause
from policyengine.explain.tested import top_parts
from policyengine.explain.values import cell_label, cell_words, id_of, joined, name_of, place_words
from policyengine.explain.words import ROW_KINDS, TRUTHS
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.personal import HIDDEN

Section = tuple[str, list[str]]
Part = str | list[tuple[str, ...]]
"""A line, or rows of cells: id, name, value, place, and why."""


def tested_lines(voice: Voice, tested: Tested) -> list[str]:
    """Each part of a required condition: whether it is met, and what was found."""
    return [line for part in top_parts(tested) for line in _part_lines(voice, part)]


def _part_lines(voice: Voice, part: Tested) -> list[str]:
    truth, words = TRUTHS[part.truth].within(voice.lang), clause(voice, part.condition)
    cells = {(cell.row.id, cell.seen.name): cell for cell in _cells(part)}.values()
    found = [_found_cell(voice, cell) for cell in cells]
    return [voice.say(f"{truth}：{words}", f"{truth}: {words}"), *(f"  {line}" for line in found)]


def _cells(part: Tested) -> Iterator[Located]:
    yield from part.seen
    for inner in part.parts:
        yield from _cells(inner)


def _found_cell(voice: Voice, cell: Located) -> str:
    place = place_words(voice, cell.seen.file, cell.seen.number)
    words = cell_words(voice, cell)
    return voice.say(f"{words}（{place}）", f"{words} ({place})") if place else words


def rows_sections(voice: Voice, found: Finding) -> Iterator[Section]:
    """The populations as text, their rows in columns."""
    for label, parts in populations(voice, found):
        lines: list[str] = []
        for part in parts:
            lines += [part] if isinstance(part, str) else table(part, indent=2)
        yield label, lines


def populations(voice: Voice, found: Finding) -> Iterator[tuple[str, list[Part]]]:
    """A section for each population: that of the measure, or of each part of a condition over rows."""
    if found.rows is not None:
        yield from _sections(voice, found.rows)
    for tested in (found.requirement, found.when):
        if tested is not None and not (tested is found.when and tested.truth is Truth.YES):
            for rows in below(tested):
                yield from _sections(voice, rows)


def below(tested: Tested) -> Iterator[Rows]:
    """The rows that a condition, or any part of it, ranges over."""
    if tested.rows is not None:
        yield tested.rows
    for part in tested.parts:
        yield from below(part)


def _sections(voice: Voice, rows: Rows, above: str | None = None) -> Iterator[tuple[str, list[Part]]]:
    """The rows and, where an average is of totals, those below them; `above` is what these belong to."""
    yield voice.kind(rows.entity), _parts(voice, rows, above)
    if rows.inner is not None:
        yield from _sections(voice, rows.inner, voice.kind(rows.entity))


def _parts(voice: Voice, rows: Rows, above: str | None) -> list[Part]:
    if not rows.supplied:
        return [voice.say("没有提供数据", "no data supplied")]
    lines: list[Part] = (
        [] if rows.complete else [voice.say("（数据不完整，可能还有未列出的）", "(incomplete: there may be more)")]
    )
    if not rows.groups:
        lines.append(voice.say("没有任何一行", "no rows at all"))
    if rows.asked is not None:
        words = clause(voice, rows.asked)
        lines.append(voice.say(f"逐行看：{words}", f"of each is asked: {words}"))
    for group in rows.groups:
        plain = RowKind.COUNTED if rows.asked is None and group.kind is RowKind.SATISFIES else group.kind
        kind = ROW_KINDS[plain].within(voice.lang)
        lines.append(voice.say(f"{kind}：{group.total} 行", f"{kind}: {group.total}"))
        lines.append([_row(voice, group.kind, row, above) for row in group.rows])
        lines += _others(voice, group)
    return lines


def _others(voice: Voice, group: RowGroup) -> list[str]:
    more = group.total - len(group.rows)
    return [voice.say(f"  另有 {more} 行", f"  and {more} more")] if more > 0 else []


def _row(voice: Voice, kind: RowKind, shown: ShownRow, above: str | None) -> tuple[str, ...]:
    row, value, why = shown.row, "", why_words(voice, shown)
    if kind is RowKind.UNKNOWN and above is not None and not why:
        why = voice.say(f"所属的{above}待定", f"its {above} is undecided")
    if shown.value is not None and shown.of is not None and voice.masking.hides(*shown.of):
        value = HIDDEN.within(voice.lang)
    elif shown.value is not None and kind is not RowKind.NOT_COUNTED:
        value = readable_interval(shown.value).within(voice.lang)
    return id_of(voice, row), name_of(voice, row), value, place_words(voice, row.file, row.number), why


def why_words(voice: Voice, shown: ShownRow) -> str:
    """The cells that keep a row out, or that are unknown."""
    if shown.unknown:
        names = voice.say("、", ", ").join(_unknown_cell(voice, shown, cell) for cell in shown.unknown)
        return voice.say(f"未知：{names}", f"unknown: {names}")
    return joined(voice, [cell_words(voice, cell) for cell in shown.against])


def _unknown_cell(voice: Voice, shown: ShownRow, cell: Located) -> str:
    """The field's name; of another row than the one that is shown, with that row."""
    name = cell_label(voice, cell.seen.name)
    if (cell.row.entity, cell.row.id) == (shown.row.entity, shown.row.id):
        return name
    other = f"{voice.kind(cell.row.entity)} {id_of(voice, cell.row)}"
    return voice.say(f"{other} 的{name}", f"{name} of {other}")

"""`policyengine verdicts`: the verdicts of a run on record."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from policyengine.explain.layout import sections
from policyengine.explain.words import COMPARATORS
from policyengine.interfaces.cli.evaluate_options import statuses
from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    ArchiveOption,
    Format,
    FormatOption,
    LedgerOption,
    RunOption,
    SecretsOption,
    recalled,
)
from policyengine.interfaces.cli.options import LangOption, UnmaskOption, UsageError
from policyengine.interfaces.cli.output import note, say, table
from policyengine.interfaces.cli.paging import (
    CountyOption,
    InOption,
    PageOption,
    PageSizeOption,
    PolicyOption,
    SubjectOption,
    place_asked,
    say_which,
)
from policyengine.language.statuses import Status
from policyengine.reading.text import Lang, Text
from policyengine.semantics.interval import Comparator
from policyengine.verdicts.names import STATUS_NAMES
from policyengine.verdicts.write_json import json_text, verdict_object

if TYPE_CHECKING:
    from policyengine.audit.rulings import Ruling

NAME = "verdicts"
HELP = both("台账中一次运行的结论。", "The verdicts of a run on record.")

HEADERS = (
    Text("方案", "policy"),
    Text("规则", "rule"),
    Text("对象", "subject"),
    Text("结论", "status"),
    Text("数值", "value"),
    Text("要求", "required"),
    Text("差距", "gap"),
    Text("期限", "due"),
)
SHOWN = Text("第 {first}–{last} 个，共 {total} 个结论", "verdicts {first}–{last} of {total}")
NONE = Text("没有这样的结论。", "There are no such verdicts.")
SEALED = Text(
    "涉及个人的结论无法读取，其密钥不在此处：{kinds}",
    "Verdicts on persons cannot be read, for their key is not here: {kinds}",
)


def command(
    *,
    run: RunOption,
    policy: PolicyOption = None,
    rule: Annotated[str | None, typer.Option("--rule", help=both("只看此规则", "of this rule alone"))] = None,
    subject: SubjectOption = None,
    status: Annotated[str | None, typer.Option("--status", help=both("只看此种结论", "of this status alone"))] = None,
    county: CountyOption = None,
    within: InOption = None,
    page: PageOption = 1,
    size: PageSizeOption = 50,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    output: FormatOption = Format.TEXT,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Nothing is evaluated: the verdicts are those that were recorded."""
    from policyengine.audit.lookup import Asked, look_up  # noqa: PLC0415 - an extra
    from policyengine.audit.ruling_words import ruling_object, rulings_by_verdict  # noqa: PLC0415 - an extra

    if status is not None and len(statuses(status)) != 1:
        raise UsageError(Text("请只给出一种结论", "name one status"))
    recall = recalled(ledger, archive, secrets)
    asked = Asked(policy, rule, subject, status, place_asked(county, within))
    before = (page - 1) * size
    found = look_up(recall, recall.run(run), asked, offset=before, limit=size, unmask=unmask)
    rows = [verdict_object(row) for row in found.verdicts.iter_rows(named=True)]
    decided = rulings_by_verdict(recall, recall.run(run), unmask=unmask)
    said = [decided.get((row["policy"], row["rule"], row["subject_kind"], row["subject"]), []) for row in rows]
    if found.sealed:
        note(SEALED.within(lang).format(kinds=", ".join(found.sealed)))
    if output is Format.JSON:
        beside = [{"rulings": [ruling_object(ruling) for ruling in rulings]} for rulings in said]
        say(json_text([{**row, **more} for row, more in zip(rows, beside, strict=True)]))
        return
    if not rows:
        say(NONE.within(lang))
        return
    table([header.within(lang) for header in HEADERS], [_cells(row, lang) for row in rows], numbers=(4, 5, 6))
    _say_rulings(rows, said, lang)
    say_which(SHOWN, before, len(rows), found.total, lang)


def _say_rulings(rows: Sequence[Mapping[str, Any]], said: Sequence[Sequence["Ruling"]], lang: Lang) -> None:
    from policyengine.audit.ruling_words import RULINGS, ruling_words  # noqa: PLC0415 - an extra

    lines = [
        f"{row['rule']} {row['subject']}: {ruling_words(ruling, lang)}"
        for row, rulings in zip(rows, said, strict=True)
        for ruling in rulings
    ]
    if lines:
        say(sections([(RULINGS.within(lang), lines)]).rstrip("\n"))


def _required(comparators: str | None, targets: str | None, lang: Lang) -> str:
    """What is required of a number, such as `at least 13`; empty where it is none."""
    if not comparators or not targets:
        return ""
    pairs = zip(comparators.split(", "), targets.split(", "), strict=True)
    words = [f"{COMPARATORS[Comparator(each)].within(lang)} {target}" for each, target in pairs]
    return Text("、", ", ").within(lang).join(words)


def _cells(row: Mapping[str, Any], lang: Lang) -> list[str]:
    value = row["lo"] if row["lo"] == row["hi"] else f"{row['lo']} … {row['hi']}"
    gap = row["gap"] or {}
    return [
        row["policy"],
        row["rule"],
        row["subject"],
        STATUS_NAMES[Status(row["status"])].within(lang),
        value or "",
        _required(row["comparator"], row["target"], lang),
        gap.get("amount") or ", ".join(gap.get("conditions") or ()),
        str(row["due"] or ""),
    ]

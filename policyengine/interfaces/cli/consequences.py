"""`policyengine consequences`: what followed from the verdicts of a run on record."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

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
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.write_json import json_text

NAME = "consequences"
HELP = both("台账中一次运行的结论引出的后果。", "What followed from the verdicts of a run on record.")

TRUTHS = {"yes": Text("成立", "follows"), "unknown": Text("可能", "possibly")}
HEADERS = (
    Text("方案", "policy"),
    Text("后果", "consequence"),
    Text("对象", "subject"),
    Text("成立", "truth"),
    Text("内容", "what follows"),
    Text("由来", "chain"),
)
SHOWN = Text("第 {first}–{last} 个，共 {total} 个后果", "consequences {first}–{last} of {total}")
NONE = Text("没有这样的后果。", "There are no such consequences.")
SEALED = Text(
    "涉及个人的后果无法读取，其密钥不在此处：{names}",
    "Consequences for persons cannot be read, for their key is not here: {names}",
)


def command(
    *,
    run: RunOption,
    policy: PolicyOption = None,
    consequence: Annotated[
        str | None, typer.Option("--consequence", help=both("只看此后果", "this consequence alone"))
    ] = None,
    subject: SubjectOption = None,
    truth: Annotated[
        str | None,
        typer.Option(
            "--truth", metavar="yes|unknown", help=both("只看成立的，或可能的", "what follows, or possibly does")
        ),
    ] = None,
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
    """Nothing is evaluated: the consequences are those that were recorded."""
    from policyengine.audit.conclusions import AskedConsequences, look_up_consequences  # noqa: PLC0415 - an extra

    if truth is not None and truth not in TRUTHS:
        raise UsageError(Text(f"没有 `{truth}`", f"there is no `{truth}`"), suggestion(truth, TRUTHS))
    recall = recalled(ledger, archive, secrets)
    asked = AskedConsequences(policy, consequence, subject, truth, place_asked(county, within))
    before = (page - 1) * size
    found = look_up_consequences(recall, recall.run(run), asked, offset=before, limit=size, unmask=unmask)
    rows = list(found.conclusions.iter_rows(named=True))
    if found.sealed:
        note(SEALED.within(lang).format(names=", ".join(found.sealed)))
    if output is Format.JSON:
        say(json_text(rows))
        return
    if not rows:
        say(NONE.within(lang))
        return
    table([header.within(lang) for header in HEADERS], [_cells(row, lang) for row in rows])
    say_which(SHOWN, before, len(rows), found.total, lang)


def _cells(row: Mapping[str, Any], lang: Lang) -> list[str]:
    words = TRUTHS[row["truth"]].within(lang)
    return [row["policy"], row["consequence"], row["subject"], words, row["then"], "; ".join(row["chain"])]

"""`policyengine changes`: which verdicts differ between two runs on record, and why."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from policyengine.interfaces.cli.lang import both
from policyengine.interfaces.cli.ledger_options import (
    ArchiveOption,
    Format,
    FormatOption,
    LedgerOption,
    RunArgument,
    SecretsOption,
    recalled,
)
from policyengine.interfaces.cli.options import LangOption, UnmaskOption
from policyengine.interfaces.cli.output import note, say, table, working
from policyengine.interfaces.cli.replay import FOLLOWS, status_words
from policyengine.language.statuses import Status
from policyengine.reading.text import Lang, Text
from policyengine.vocabulary.personal import HIDDEN

if TYPE_CHECKING:
    from policyengine.audit.causes import ChangedRow
    from policyengine.audit.changed_consequences import Turn
    from policyengine.audit.changes import Changes, Flip

NAME = "changes"
HELP = both("两次运行之间哪些结论变了，因何而变。", "Which verdicts differ between two runs, and why.")

COMPARING = Text("正在比较", "comparing")
INPUT_NAMES = {
    "policy": Text("条文或指标", "policy"),
    "facts": Text("事实", "facts"),
    "as_of": Text("时间推移", "passage of time"),
    "waivers": Text("豁免", "waivers"),
    "engine": Text("引擎版本", "engine version"),
}
DIFFER = Text("{policy}：两次运行的{inputs}不同。", "{policy}: the runs differ in {inputs}.")
ALIKE = Text("{policy}：两次运行的输入相同。", "{policy}: the runs have the same inputs.")
ONLY = Text("只有运行 {run} 有方案：{policies}", "policies of run {run} alone: {policies}")
UNREAD = Text(
    "没有比较的规则和后果（个人信息的密钥不在此处）：{rules}",
    "Rules and consequences left out, for the key of personal data is not here: {rules}",
)
NONE = Text("结论没有变化。", "No verdict differs.")
TOTAL = Text("共 {n} 个结论不同。", "{n} verdicts differ.")
MORE = Text("只列出前 {n} 个。", "Only the first {n} are listed.")
TOGETHER = Text("{causes}（共同）", "{causes} (together)")
HEADERS = (
    Text("方案", "policy"),
    Text("规则", "rule"),
    Text("对象", "subject"),
    Text("原为", "was"),
    Text("现为", "now"),
    Text("原因", "cause"),
    Text("具体", "in detail"),
)
CONSEQUENCE_HEADERS = (HEADERS[0], Text("后果", "consequence"), *HEADERS[2:])
TURNED = Text("共 {n} 个后果不同。", "{n} consequences differ.")
EMPTY = Text("空", "empty")
HERE_WORDS = {"here": Text("有", "there"), "gone": Text("无", "absent")}
MAY_BE = Text("{status}（{possible}）", "{status} ({possible})")
MOST_CELLS = 3


def command(
    *,
    old: RunArgument,
    new: RunArgument,
    ledger: LedgerOption,
    archive: ArchiveOption = None,
    secrets: SecretsOption = None,
    output: FormatOption = Format.TEXT,
    unmask: UnmaskOption = False,
    lang: LangOption,
) -> None:
    """Each is put down to the inputs that bring it about, found by replacing one of them at a time."""
    from policyengine.audit.changes import changes  # noqa: PLC0415 - an extra
    from policyengine.audit.masking import mask_of  # noqa: PLC0415 - an extra

    recall = recalled(ledger, archive, secrets)
    before, after = recall.run(old), recall.run(new)
    with working(COMPARING.within(lang)):
        found = changes(recall, before, after)

    def shown(flip: "Flip | Turn") -> dict[str, Any]:
        """A difference as an object, what is personal masked."""
        side = (before if flip.now is None else after).plan(flip.policy)

        def masked(row: "ChangedRow") -> dict[str, Any]:
            mask = mask_of(recall, side, row.entity, unmask=unmask)
            hidden = mask.hides(row.entity, row.field) and row.field != "*"
            cells = {"was": HIDDEN.within(lang), "now": HIDDEN.within(lang)} if hidden else {}
            return asdict(row) | {"id": mask.id(row.entity, row.id)} | cells

        subject = mask_of(recall, side, flip.subject_kind, unmask=unmask).id(flip.subject_kind, flip.subject)
        return asdict(flip) | {"subject": subject, "rows": [masked(row) for row in flip.rows]}

    flips, turns = [shown(flip) for flip in found.flips], [shown(turn) for turn in found.turns]
    if output is Format.JSON:
        say(json.dumps({"verdicts": flips, "consequences": turns}, ensure_ascii=False, indent=2))
        return
    _say_inputs(found, old, new, lang)
    _say_differences([_cells(flip, lang) for flip in flips], HEADERS, found.flipped, lang)
    say(TOTAL.within(lang).format(n=found.flipped) if found.flipped else NONE.within(lang))
    if found.turned:
        _say_differences([_turn_cells(turn, lang) for turn in turns], CONSEQUENCE_HEADERS, found.turned, lang)
        say(TURNED.within(lang).format(n=found.turned))


def _say_differences(rows: list[list[str]], headers: Sequence[Text], total: int, lang: Lang) -> None:
    """The differences that are listed, of so many in all."""
    if rows:
        table([header.within(lang) for header in headers], rows)
    if len(rows) < total:
        note(MORE.within(lang).format(n=len(rows)))


def _say_inputs(found: "Changes", old: int, new: int, lang: Lang) -> None:
    for policy, inputs in found.inputs.items():
        names = _listed([INPUT_NAMES[each.value].within(lang) for each in sorted(inputs)], lang)
        say((DIFFER if inputs else ALIKE).within(lang).format(policy=policy, inputs=names))
    for run, policies in ((old, found.only_old), (new, found.only_new)):
        if policies:
            say(ONLY.within(lang).format(run=run, policies=", ".join(policies)), "yellow")
    if found.unread:
        say(UNREAD.within(lang).format(rules=", ".join(found.unread)), "yellow")


def _cells(flip: dict[str, Any], lang: Lang) -> list[str]:
    was, now = (_status(flip[name], flip[f"{name}_possible"], lang) for name in ("was", "now"))
    return [flip["policy"], flip["rule"], flip["subject"], was, now, *_because(flip, lang)]


def _turn_cells(turn: dict[str, Any], lang: Lang) -> list[str]:
    was, now = (FOLLOWS[turn[name]].within(lang) for name in ("was", "now"))
    return [turn["policy"], turn["consequence"], turn["subject"], was, now, *_because(turn, lang)]


def _because(flip: dict[str, Any], lang: Lang) -> list[str]:
    """What a difference is due to, and in detail."""
    causes = _listed([INPUT_NAMES[cause].within(lang) for cause in flip["causes"]], lang)
    if flip["together"]:
        causes = TOGETHER.within(lang).format(causes=causes)
    detail = [*flip["parts"], *(_row(row, lang) for row in flip["rows"][:MOST_CELLS])]
    if len(flip["rows"]) > MOST_CELLS:
        detail.append("…")
    return [causes, "; ".join(detail)]


def _status(status: str | None, possible: Sequence[str], lang: Lang) -> str:
    """A status; with one that is unknown, what it may be."""
    words = status_words(status, lang)
    if status != Status.UNKNOWN.value:
        return words
    return MAY_BE.within(lang).format(status=words, possible="/".join(status_words(each, lang) for each in possible))


def _row(row: dict[str, Any], lang: Lang) -> str:
    if row["field"] == "*":
        was, now = (HERE_WORDS[row[name]].within(lang) for name in ("was", "now"))
        return f"{row['entity']} {row['id']}: {was} → {now}"
    was, now = (row[name] or EMPTY.within(lang) for name in ("was", "now"))
    return f"{row['entity']} {row['id']} {row['field']}: {was} → {now}"


def _listed(words: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(words)

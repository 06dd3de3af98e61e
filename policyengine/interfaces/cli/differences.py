"""What `diff` and `set` print of the changes from one version of a policy to another."""

from collections.abc import Iterable, Sequence

from policyengine.authoring.comparing import Flip
from policyengine.interfaces.cli.output import say, table
from policyengine.language.comparing.changes import Aspect, Change, Section, What
from policyengine.language.statuses import Status
from policyengine.reading.findings import printable
from policyengine.reading.render import display_width
from policyengine.reading.text import Lang, Text, listed
from policyengine.verdicts.names import STATUS_NAMES

SECTIONS = {
    Section.POLICY: Text("方案", "policy"),
    Section.TARGETS: Text("指标值", "targets"),
    Section.DEFINITIONS: Text("定义", "definitions"),
    Section.RULES: Text("规则", "rules"),
    Section.INDICATORS: Text("指标", "indicators"),
    Section.CONSEQUENCES: Text("后果", "consequences"),
    Section.UNCODIFIED: Text("未编成规则的段落", "uncodified"),
}
MARKS = {What.ADDED: "+", What.REMOVED: "-", What.CHANGED: "~", What.RENAMED: "="}
COLOURS = {What.ADDED: "green", What.REMOVED: "red", What.CHANGED: "yellow", What.RENAMED: "cyan"}
KNOWN_BY = {Section.TARGETS: "value", Section.UNCODIFIED: "reason"}
"""The key that says in short what a part is; of the others it is the title."""

SAME = Text("两个版本的含义相同。", "Both versions mean the same.")
TOTAL = Text(
    "增加 {added}，删除 {removed}，修改 {changed}，改名 {renamed}",
    "added {added}, removed {removed}, changed {changed}, renamed {renamed}",
)
FORMERLY = Text("（原名 {name}）", " (formerly {name})")
NONE = Text("（无）", "(none)")
AFFECTS = Text("影响：{names}", "concerns: {names}")
RECORDS = Text(
    "台账记录（work_record）按规则名登记：记在 `{name}` 名下的不再计入。",
    "Records of work name their rule: those under `{name}` no longer count.",
)
NO_FLIPS = Text("没有结论因此改变。", "No verdict changes.")
FLIPPED = Text("{n} 个结论改变：", "{n} verdicts change:")
RULE, PLACE, BEFORE, AFTER, VERDICTS = (
    Text("规则", "rule"),
    Text("县（市、区）", "county"),
    Text("原结论", "before"),
    Text("新结论", "after"),
    Text("个数", "verdicts"),
)
WITHOUT = Text("（无结论）", "(no verdict)")
WIDEST = 100


def say_changes(changes: Sequence[Change], lang: Lang) -> None:
    """Each part that means something else, section by section, and how many there are of each kind."""
    if not changes:
        say(SAME.within(lang))
        return
    section = None
    for change in changes:
        if change.section is not section:
            section = change.section
            say(SECTIONS[section].within(lang), "bold")
        _say_change(change, lang)
    counts = {what.value: sum(change.what is what for change in changes) for what in What}
    say(TOTAL.within(lang).format(**counts))


def _say_change(change: Change, lang: Lang) -> None:
    said = {aspect.key: aspect for aspect in change.aspects}
    words = change.name
    if change.formerly is not None:
        words += FORMERLY.within(lang).format(name=change.formerly)
    if change.what in (What.ADDED, What.REMOVED):
        known = said.get(KNOWN_BY.get(change.section, "title"))
        words += f"  {known.after or known.before}" if known is not None else ""
    say(f"  {MARKS[change.what]} {_plain(words)}", COLOURS[change.what])
    if change.what in (What.CHANGED, What.RENAMED):
        for aspect in change.aspects:
            for line in aspect_lines(aspect, lang):
                say(f"      {line}")
    if change.affects:
        say(f"      {AFFECTS.within(lang).format(names=listed(change.affects).within(lang))}")
    if change.recorded:
        say(f"      {RECORDS.within(lang).format(name=change.formerly)}")


def aspect_lines(aspect: Aspect, lang: Lang) -> list[str]:
    """A key with what it said and says; one below the other where they are long."""
    before, after = (_plain(words) or NONE.within(lang) for words in (aspect.before, aspect.after))
    line = f"{aspect.key}: {before} → {after}"
    return [line] if display_width(line) <= WIDEST else [f"{aspect.key}: {before}", f"{' ' * len(aspect.key)}→ {after}"]


def say_flips(flips: Iterable[Flip], lang: Lang) -> None:
    """How many verdicts changed, by rule and county, from what to what."""
    found = list(flips)
    if not found:
        say(NO_FLIPS.within(lang))
        return
    say(FLIPPED.within(lang).format(n=sum(flip.verdicts for flip in found)), "bold")
    headers = (RULE, PLACE, BEFORE, AFTER, VERDICTS)
    rows = [
        (
            flip.rule or flip.formerly or "",
            " ".join(word for word in (flip.place, flip.place_name) if word),
            _status(flip.before, lang),
            _status(flip.after, lang),
            str(flip.verdicts),
        )
        for flip in found
    ]
    table([header.within(lang) for header in headers], rows, numbers={4})


def _status(status: Status | None, lang: Lang) -> str:
    return (WITHOUT if status is None else STATUS_NAMES[status]).within(lang)


def _plain(text: str) -> str:
    return "".join(map(printable, text))

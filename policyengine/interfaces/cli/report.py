"""What `evaluate` prints of an evaluation."""

from collections.abc import Mapping, Sequence

from policyengine.interfaces.cli.output import say, table
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan.planned import Plan
from policyengine.reading.text import Lang, Text, listed
from policyengine.verdicts.assemble import Case, mask_for
from policyengine.verdicts.consequence_frame import Consequences
from policyengine.verdicts.indicators import IndicatorValue, are_measured, indicator_values
from policyengine.verdicts.lacking import Lacking, lacking_of
from policyengine.verdicts.names import STATUS_NAMES
from policyengine.verdicts.readings import ReadingDifference
from policyengine.verdicts.rollup import LIES_WORDS, STATUSES, WITHIN, rollup, together
from policyengine.verdicts.verdicts import Verdicts
from policyengine.vocabulary.models import Vocabulary

RULE = Text("规则", "rule")
SUBJECT = Text("对象", "subject")
VERDICTS = Text("结论", "verdicts")
CONSEQUENCE = Text("后果", "consequence")
FOLLOWS = Text("成立", "follows")
POSSIBLY = Text("可能", "possibly")
THEN = Text("内容", "what follows")
TITLE = Text("名称", "title")
TOTAL = Text("合计", "total")
READING = Text("另一种理解", "other reading")
DIFFERING = Text("结论不同", "differing")
NOTE = Text("说明", "note")
AS_OF = Text("评价日 {day}", "as of {day}")
SNAPSHOT = Text("事实快照 {day}", "facts as of {day}")
NATION = Text("全国", "the nation")
NOT_SUPPLIED = Text(
    "没有提供的表：{names}。依赖它们的结论待定。",
    "Tables not supplied: {names}. What depends on them is unknown.",
)
INCOMPLETE = Text(
    "不完整的表：{names}。未列出的行视为未知。",
    "Incomplete tables: {names}. Rows that they do not list are unknown.",
)
WITHOUT_SUBJECTS = Text("没有评价对象的规则：{names}。", "Rules without any subject: {names}.")
NAME = Text("名称", "name")
OUTSIDE = Text(
    "事实中没有 {kind} `{id}`，也没有属于它的评价对象：全部在管辖范围之外。",
    "The facts do not know the {kind} `{id}`, nor any subject in it: all lie outside the jurisdiction.",
)
OUTSIDE_HINT = Text(
    "提示：事实中有 {places}；可用 `--jurisdiction {kind}:{example}` 改按该地评价，或用 `--jurisdiction national`。",
    "hint: they know {places}; `--jurisdiction {kind}:{example}` evaluates that place instead, "
    "`--jurisdiction national` everything.",
)
NOWHERE_HINT = Text(
    "提示：可用 `--jurisdiction national` 评价全部事实。", "hint: `--jurisdiction national` evaluates all of them."
)

COLOURS = {
    Status.COMPLIANT: "green",
    Status.NONCOMPLIANT: "red",
    Status.SHORTFALL: "yellow",
    Status.UNKNOWN: "magenta",
    Status.PENDING: "cyan",
}


INDICATOR = Text(
    "指数 {name} · {part} · {subject}：{value}（权重：{weight}）",
    "index {name} · {part} · {subject}: {value} (weight: {weight})",
)
NO_NUMBER = Text("未规定或无数值", "unspecified or without value")
NOT_MEASURED = Text(
    "没有测算的指数：{names}。事实留在 {backend} 中，而指数要逐行读出事实。",
    "Indices that are not measured: {names}. The facts stay in {backend}, and indices would read their rows out.",
)


def say_verdicts(verdicts: Verdicts, following: Consequences, lang: Lang, *, unmask: bool) -> None:
    """What was evaluated, as of when, how many verdicts of each status, what follows from them, and what is lacking."""
    plan, facts = verdicts.case.plan, verdicts.case.facts
    say(f"{plan.title} ({plan.policy})", "bold")
    days = [AS_OF.within(lang).format(day=verdicts.as_of)]
    if facts.snapshot_on is not None:
        days.append(SNAPSHOT.within(lang).format(day=facts.snapshot_on))
    say(" · ".join([*days, _where(plan, facts.vocabulary, lang)]))
    say("")
    _say_counts(verdicts, lang)
    if following.consequences:
        _say_consequences(following, lang)
    _say_indicators(verdicts.case, lang, unmask=unmask)
    for words in lacking_words(plan, lacking_of(verdicts), lang):
        say(words, "yellow")


def _say_indicators(case: Case, lang: Lang, *, unmask: bool) -> None:
    """A line for each component and subject; where none is measured, one that says so."""
    if are_measured(case):
        for value in indicator_values(case, mask_for(case, unmask=unmask)):
            say(_indicator(value, lang))
    elif case.plan.indicators:
        names = listed([indicator.name for indicator in case.plan.indicators])
        say(NOT_MEASURED.within(lang).format(names=names.within(lang), backend=case.facts.backend.name), "yellow")


def _indicator(value: IndicatorValue, lang: Lang) -> str:
    none = NO_NUMBER.within(lang)
    measured = none if value.lo is None else value.lo if value.lo == value.hi else f"{value.lo} … {value.hi}"
    return INDICATOR.within(lang).format(
        name=value.indicator, part=value.part, subject=value.subject, value=measured, weight=value.weight or none
    )


def _where(plan: Plan, vocabulary: Vocabulary, lang: Lang) -> str:
    if plan.jurisdiction is None:
        return NATION.within(lang)
    kind, identity = plan.jurisdiction
    return f"{_kind(kind, vocabulary, lang)} {identity}"


def _kind(kind: str, vocabulary: Vocabulary, lang: Lang) -> str:
    label = vocabulary.entities[kind].label
    return label.zh if lang == "zh" else label.en


def _say_counts(verdicts: Verdicts, lang: Lang) -> None:
    """A row for each rule; a status that no verdict has gets no column."""
    summary = verdicts.summary()
    met = [status for status in (*DEFINITE, Status.UNKNOWN) if summary[status.value].sum()]
    counts = ["verdicts", *(status.value for status in met)]
    vocabulary = verdicts.case.facts.vocabulary
    rows = [
        [
            row["rule"],
            _kind(row["subject_kind"], vocabulary, lang),
            *(str(row[name]) for name in counts),
            row["title"],
        ]
        for row in summary.iter_rows(named=True)
    ]
    rows.append([TOTAL.within(lang), "", *(str(summary[name].sum()) for name in counts), ""])
    headers = [RULE, SUBJECT, VERDICTS, *(STATUS_NAMES[status] for status in met), TITLE]
    styles = [None, None, None, *(COLOURS.get(status) for status in met)]
    table([header.within(lang) for header in headers], rows, numbers=range(2, 3 + len(met)), styles=styles)


def _say_consequences(following: Consequences, lang: Lang) -> None:
    """A row for each consequence: for how many subjects it follows, and for how many it possibly does."""
    vocabulary = following.case.facts.vocabulary
    rows = [
        [
            row["consequence"],
            _kind(row["subject_kind"], vocabulary, lang),
            str(row["yes"]),
            str(row["unknown"]),
            row["then"],
        ]
        for row in following.summary().iter_rows(named=True)
    ]
    headers = [CONSEQUENCE, SUBJECT, FOLLOWS, POSSIBLY, THEN]
    say("")
    table([header.within(lang) for header in headers], rows, numbers=range(2, 4), styles=[None, None, None, "magenta"])


def lacking_words(plan: Plan, lacking: Lacking, lang: Lang) -> list[str]:
    """What an evaluation lacks, a line each."""
    words = [
        text.within(lang).format(names=listed(names).within(lang))
        for text, names in (
            (NOT_SUPPLIED, lacking.not_supplied),
            (INCOMPLETE, lacking.incomplete),
            (WITHOUT_SUBJECTS, lacking.without_subjects),
        )
        if names
    ]
    if lacking.elsewhere is not None and plan.jurisdiction is not None:
        kind, identity = plan.jurisdiction
        words.append(OUTSIDE.within(lang).format(kind=kind, id=identity))
        places = lacking.elsewhere
        hint = OUTSIDE_HINT if places else NOWHERE_HINT
        example = places[0] if places else ""
        words.append(hint.within(lang).format(kind=kind, example=example, places=listed(places).within(lang)))
    return words


def say_rollup(evaluations: Sequence[Verdicts], by: str, lang: Lang, *, unmask: bool) -> None:
    """How many verdicts of each status there are in each place of a kind, all policies together.

    Raises `UnknownPlaceError` where no subject of any policy belongs to such a place.
    """
    label = evaluations[0].case.facts.vocabulary.entities.get(by)
    found = together([rollup(verdicts, by, mask_for(verdicts.case, unmask=unmask)) for verdicts in evaluations])
    met = [status for status in STATUSES if found[status.value].sum()]
    counts = ["verdicts", *(status.value for status in met)]
    rows = [[*_place(row, lang), *(str(row[name]) for name in counts)] for row in found.iter_rows(named=True)]
    rows.append([TOTAL.within(lang), "", *(str(found[name].sum()) for name in counts)])
    kind = by if label is None else label.label.zh if lang == "zh" else label.label.en
    headers = [kind, NAME.within(lang), VERDICTS.within(lang), *(STATUS_NAMES[status].within(lang) for status in met)]
    styles = [None, None, None, *(COLOURS.get(status) for status in met)]
    say("")
    table(headers, rows, numbers=range(2, 3 + len(met)), styles=styles)


def _place(row: Mapping[str, str], lang: Lang) -> list[str]:
    """A place by id and name; those without one by where they lie."""
    return [row["place"], row["name"] or ""] if row["lies"] == WITHIN else [LIES_WORDS[row["lies"]].within(lang), ""]


def say_readings(differences: tuple[ReadingDifference, ...], lang: Lang) -> None:
    """How many verdicts depend on the reading, for each other reading of each rule."""
    headers = (RULE, READING, VERDICTS, DIFFERING, NOTE)
    rows = [(one.rule, one.alternative, str(one.verdicts), str(one.differing), one.note or "") for one in differences]
    say("")
    table([header.within(lang) for header in headers], rows, numbers=range(2, 4))

"""Rulings in words, for whatever shows the verdicts that they are about."""

from policyengine.audit.inputs import RunOnRecord
from policyengine.audit.masking import mask_of
from policyengine.audit.recall import Recall
from policyengine.audit.rulings import Ruling, rulings
from policyengine.language.statuses import Status
from policyengine.reading.findings import shown
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.names import STATUS_NAMES

RULINGS = Text("复核决定", "Rulings")
SETS_ASIDE = Text("不采信该结论", "sets the verdict aside")
DECIDES = Text("决定为“{status}”", "decides: {status}")
RULING = Text("第 {n} 号  {on}  {office}：{said}。依据：{basis}", "number {n}, {on}, {office}: {said}. Ground: {basis}")
WITHDRAWN = Text(
    "（{on} 由{office}撤回，第 {n} 号，依据：{basis}）",
    " (withdrawn on {on} by {office}, number {n}, ground: {basis})",
)


def ruling_words(ruling: Ruling, lang: Lang) -> str:
    """Who decided what, when and on what ground; and its withdrawal, if there is one."""
    record, ended = ruling.record, ruling.withdrawn
    said = SETS_ASIDE.within(lang)
    if record.status is not None:
        said = DECIDES.within(lang).format(status=STATUS_NAMES[Status(record.status)].within(lang))
    given = {"n": ruling.number, "on": record.on, "office": shown(record.office), "basis": shown(record.basis)}
    words = RULING.within(lang).format(**given, said=said)
    if ended is None:
        return words
    given = {"n": ruling.withdrawn_by, "on": ended.on, "office": shown(ended.office), "basis": shown(ended.basis)}
    return words + WITHDRAWN.within(lang).format(**given)


def rulings_by_verdict(
    recall: Recall, run: RunOnRecord, *, unmask: bool
) -> dict[tuple[str, str, str, str], list[Ruling]]:
    """The rulings on a run's verdicts, by policy, rule, kind of subject, and subject as it may be shown."""
    found: dict[tuple[str, str, str, str], list[Ruling]] = {}
    for ruling in rulings(recall.home.ledger, run.number):
        of = ruling.record
        subject = of.subject
        if unmask:
            subject = mask_of(recall, run.plan(of.policy), of.subject_kind, unmask=False).meant(
                of.subject_kind, subject
            )
        found.setdefault((of.policy, of.rule, of.subject_kind, subject), []).append(ruling)
    return found


def ruling_object(ruling: Ruling) -> dict[str, object]:
    """A ruling for programs; `withdrawn` is `null` where it stands."""
    ended = ruling.withdrawn
    withdrawn = None if ended is None else {"number": ruling.withdrawn_by, **ended.model_dump(mode="json")}
    return {"number": ruling.number, **ruling.record.model_dump(mode="json"), "withdrawn": withdrawn}

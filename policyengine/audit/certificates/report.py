"""What a certificate that holds says, for people and for programs."""

from policyengine.audit.checker.derive import Tally
from policyengine.audit.checker.material import StatedVerdict
from policyengine.audit.checker.rule import MeasureRequirement, Ratio
from policyengine.audit.checker.statement import OtherReading, RecordedRuling
from policyengine.audit.checker.verify import Checked
from policyengine.audit.quarantine_words import quarantine_words
from policyengine.audit.ruling_record import RulingRecord
from policyengine.explain.layout import sections
from policyengine.explain.words import COMPARATORS
from policyengine.language.statuses import Status
from policyengine.reading.findings import printable
from policyengine.reading.text import Lang, Text
from policyengine.semantics.interval import Comparator
from policyengine.verdicts.names import STATUS_NAMES

HOLDS = Text("成立：签名、台账证明和推导均相符。", "It holds: signature, proof and derivation agree with what it says.")
SIGNED_BY = Text("由所给公钥签发：{key}", "signed by the key that was given: {key}")
UNKNOWN_SIGNER = (
    Text(
        "不能确定由谁签发：没有给出公钥，任何人都能签出同样的证书。",
        "Not established: no key was given, and anyone can sign the like.",
    ),
    Text("所注公钥：{key}", "the key that it names: {key}"),
    Text(
        "请另行向签发单位取得公钥，用 `--key` 给出。",
        "Get the office's public key by another way, and give it by `--key`.",
    ),
)
ATTESTED = (
    Text(
        "已由推导核对：所列各行和规则得出上述结论。",
        "Derived anew: the rule and the rows listed lead to the verdict.",
    ),
    Text(
        "仅由签名担保：所列各行就是当时的全部事实，规则就是方案的原意。",
        "By the signature alone: that these rows are all there were, and that the rule is what the policy says.",
    ),
)
MEMBER = {
    "yes": Text("计入", "counted"),
    "unknown": Text("可能计入", "possibly counted"),
    "no": Text("不计入", "not counted"),
}
SATISFIED = {
    "yes": Text("符合", "satisfies"),
    "unknown": Text("待定", "unknown"),
    "no": Text("不符合", "does not satisfy"),
}
ON_RECORD = Text("台账 {origin} 第 {n} 号，{at} 记录", "ledger {origin}, number {n}, recorded {at}")
NOT_DERIVED = Text("此处没有推导", "not derived here")
SETS_ASIDE = Text("不采信该结论", "sets the verdict aside")
DECIDES = Text("决定为“{status}”", "decides: {status}")
WITHDRAWS = Text("撤回第 {n} 号", "withdraws number {n}")


def text_of(checked: Checked, lang: Lang) -> str:
    """The result as plain text, for people; it ends with a newline."""
    held, verdict = checked.predicate, checked.predicate.verdict
    ends = dict.fromkeys(end for end in (verdict.lo, verdict.hi) if end is not None)
    signer = (SIGNED_BY,) if checked.trusted else UNKNOWN_SIGNER
    said: tuple[tuple[Text, list[str]], ...] = (
        (Text("证书", "Certificate"), [HOLDS.within(lang)]),
        (Text("签发", "Signer"), [line.within(lang).format(key=checked.signer) for line in signer]),
        (Text("结论", "Verdict"), [STATUS_NAMES[Status(verdict.status)].within(lang)]),
        (Text("规则", "Rule"), [f"{verdict.policy} / {verdict.rule}: {held.material.rule.title}"]),
        (Text("对象", "Subject"), [f"{verdict.subject_kind} {verdict.subject}"]),
        (
            Text("依据", "Clause"),
            [held.material.plan.title, *(f"{one.section}: {one.quote}" for one in verdict.citations)],
        ),
        (Text("测算值", "Measured"), [" – ".join(ends)] if ends else []),
        (Text("目标", "Target"), _targets(verdict, lang)),
        (
            Text("各行", "Rows"),
            [_tally(one, lang, asked=_is_ratio(checked)) for one in held.derivation.members or ()],
        ),
        (Text("缺少的事实", "Missing facts"), list(verdict.missing)),
        (Text("另一种理解", "Other readings"), [_reading(one, lang) for one in held.readings]),
        (Text("评价日", "As of"), [verdict.as_of.isoformat()]),
        (
            Text("记录", "On record"),
            [
                ON_RECORD.within(lang).format(
                    origin=checked.checkpoint.origin, n=held.proof.number, at=held.record.recorded_at
                )
            ],
        ),
        (
            Text("搁置的事实", "Facts set aside"),
            [quarantine_words(held.record.quarantine, lang)] if held.record.quarantine is not None else [],
        ),
        (Text("复核决定", "Rulings"), [_ruling(one, lang) for one in held.rulings]),
        (Text("证明力", "What it proves"), [line.within(lang) for line in ATTESTED]),
    )
    return sections((label.within(lang), [_plain(line) for line in lines]) for label, lines in said)


def _plain(line: str) -> str:
    """A line of a stranger's file as a terminal may show it."""
    return "".join(map(printable, line))


def object_of(checked: Checked) -> dict[str, object]:
    """The result for programs."""
    held = checked.predicate
    return {
        "holds": True,
        "signer": {"key": str(checked.signer), "established": checked.trusted},
        "verdict": held.verdict.model_dump(mode="json"),
        "derivation": held.derivation.model_dump(mode="json"),
        "record": {
            "ledger": checked.checkpoint.origin,
            "number": held.proof.number,
            "recorded_at": held.record.recorded_at,
            "checkpoint_size": checked.checkpoint.head.size,
        },
        "readings": [
            {
                "name": reading.name,
                "note": reading.note,
                "verdict": None if reading.derived is None else reading.derived.verdict.model_dump(mode="json"),
            }
            for reading in held.readings
        ],
        "rulings": [
            {"number": ruling.proof.number, **ruling.record.model_dump(mode="json")} for ruling in held.rulings
        ],
    }


def _targets(verdict: StatedVerdict, lang: Lang) -> list[str]:
    if verdict.comparator is None or verdict.target is None:
        return []
    pairs = zip(verdict.comparator.split(", "), verdict.target.split(", "), strict=True)
    return [", ".join(f"{COMPARATORS[Comparator(one)].within(lang)} {target}" for one, target in pairs)]


def _reading(reading: OtherReading, lang: Lang) -> str:
    """Another reading, and the verdict that it leads to, if that is derived here."""
    words = NOT_DERIVED.within(lang)
    if reading.derived is not None:
        words = STATUS_NAMES[Status(reading.derived.verdict.status)].within(lang)
    return f"{reading.note or reading.name}{Text('：', ': ').within(lang)}{words}"


def _is_ratio(checked: Checked) -> bool:
    requirement = checked.predicate.material.rule.requirement
    return isinstance(requirement, MeasureRequirement) and isinstance(requirement.measure, Ratio)


def _tally(tally: Tally, lang: Lang, *, asked: bool) -> str:
    """So many rows that count alike; of a ratio, also whether they satisfy what it asks."""
    parts = [str(tally.count), MEMBER[tally.member].within(lang)]
    if asked:
        parts.append(SATISFIED[tally.satisfied].within(lang))
    if (tally.lo, tally.hi) != (None, None):
        low, high = ("" if end is None else str(end) for end in (tally.lo, tally.hi))
        parts.append(low if low == high else f"{low} – {high}")
    return "  ".join(parts)


def _ruling(ruling: RecordedRuling, lang: Lang) -> str:
    record = ruling.record
    if isinstance(record, RulingRecord):
        status = record.status
        said = SETS_ASIDE.within(lang)
        if status is not None:
            said = DECIDES.within(lang).format(status=STATUS_NAMES[Status(status)].within(lang))
    else:
        said = WITHDRAWS.within(lang).format(n=record.ruling)
    return f"{ruling.proof.number}  {record.on}  {record.office}  {said}  {record.basis}"

"""What is coming up as CSV for spreadsheets, and as JSON for programs."""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from policyengine.authoring.due.model import Coming, Kind
from policyengine.reading.text import Lang, Text
from policyengine.verdicts.write_csv import harmless

HEADERS = (
    Text("日期", "day"),
    Text("剩余天数", "days left"),
    Text("类别", "kind"),
    Text("事项", "what"),
    Text("对象种类", "subject kind"),
    Text("编号", "subject"),
    Text("名称", "name"),
    Text("差距", "lacking"),
    Text("责任单位", "duty of"),
    Text("方案", "policy"),
    Text("规则或字段", "rule or field"),
    Text("依据", "clause"),
)
KINDS = {Kind.DUTY: Text("期限", "due"), Kind.EXPIRY: Text("有效期", "expiry")}


def cells(one: Coming, lang: Lang) -> tuple[str, ...]:
    """The cells of a row under `HEADERS`."""
    return (
        one.day.isoformat(),
        str(one.days_left),
        KINDS[one.kind].within(lang),
        one.what.within(lang),
        one.subject_label.within(lang),
        one.subject,
        one.name or "",
        one.lacking.within(lang),
        one.actor or "",
        one.policy or "",
        one.rule or one.field or "",
        "; ".join(f"{cite.section}: {cite.quote}" for cite in one.citations),
    )


def write_rows(found: Iterable[Coming], path: Path, lang: Lang) -> None:
    """CSV in UTF-8 with the mark that spreadsheets know it by; words that look like formulas are quoted."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.within(lang) for header in HEADERS)
        for one in found:
            writer.writerow(harmless(cell) for cell in cells(one, lang))


def as_json(found: Iterable[Coming]) -> str:
    """A JSON array with the fields of `Coming`; words for people in both languages."""
    return json.dumps(list(_objects(found)), ensure_ascii=False, indent=2)


def _objects(found: Iterable[Coming]) -> Iterator[dict[str, object]]:
    for one in found:
        yield {
            "kind": one.kind.value,
            "day": one.day.isoformat(),
            "days_left": one.days_left,
            "subject_kind": one.subject_kind,
            "subject_label": one.subject_label._asdict(),
            "subject": one.subject,
            "name": one.name,
            "what": one.what._asdict(),
            "lacking": one.lacking._asdict(),
            "policy": one.policy,
            "rule": one.rule,
            "field": one.field,
            "actor": one.actor,
            "citations": [cite.model_dump() for cite in one.citations],
        }

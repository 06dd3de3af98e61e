"""An explanation as JSON. The keys are stable; numbers are exact text (`1/20`, `13`), days are ISO dates.

- `verdict`: the fields of language.md §4 by name, or null; `no_verdict`: why there is none, or null.
- `document`: `policy`, `title`, `number`; `rule`: `id`, `title`, `reading`, `modality`, `actor`.
- `subject`: a row. A row has `kind`, `id`, `name`, `file`, `row` (its number there).
- `words`: the explanation's sentences in the language asked for: `status`, `reasons`, `requirement`, `applies_where`,
  `due`, `found`, `gap`.
- `measured`: `lo` and `hi`, each with `value`, `total` and `population`, or null.
- `when` and `conditions`: the parts of the condition of applicability, and of a required condition: `words`, `truth`,
  `cells`, `rows`.
- `evidence`: `item`, `truth`, `records`.
- `rows`: for each population `kind`, `asked` (of each row, in words), `supplied`, `complete` and `groups`. A group `is`
  `counted`, `satisfies`, `fails`, `unknown` or `not_counted`, and has its `total` and `rows`, those named: a row with
  `value` (`lo`, `hi`), `against` (cells that keep it out) and `unknown` (cells).
- `missing`: `name`, `words`, `cells`. A cell has `field`, `label`, `value` (in words), `file`, `row`, and `of`, the id
  of the row that it was looked at from.
- `consequences`: those that the verdict led to: `consequence`, `then`, `truth` (`yes` or `unknown`), `chain` (a step
  each, as in evaluations), `words` (the same steps in words) and `citations`.
- `readings`: for each alternative `reading`, `note` and `verdict`.
"""

import json
from typing import Any

from policyengine.engine.walker.rows import Row
from policyengine.explain.as_text import status_words, voice_of
from policyengine.explain.conclusion_text import step_words
from policyengine.explain.measure_text import gap_words, value_lines
from policyengine.explain.missing_text import missing_words, reason_words
from policyengine.explain.model import Asked, Finding, Located, NoVerdict, Rows, ShownRow, Tested
from policyengine.explain.phrases import Voice, clause
from policyengine.explain.rows_text import below
from policyengine.explain.sentences import due_words, requirement_words, when_words
from policyengine.explain.tested import top_parts
from policyengine.explain.values import cell_label, id_of, name_of, value_words
from policyengine.explain.words import NO_VERDICT
from policyengine.facts.mask import Mask
from policyengine.plan.planned import PlannedRule
from policyengine.reading.numbers import render_high, render_low, render_number
from policyengine.reading.text import Lang
from policyengine.semantics.measure import Bound
from policyengine.verdicts.consequences import TRUTH_WORDS, Conclusion
from policyengine.verdicts.masked import hidden_fields, masked_verdict
from policyengine.verdicts.verdict import Verdict

Json = dict[str, Any]


def json_of(asked: Asked, found: Finding | NoVerdict, mask: Mask, lang: Lang) -> str:
    """The explanation as indented JSON; the words are in one language."""
    voice = voice_of(asked, found, mask, lang)
    return json.dumps(_explanation(voice, asked, found), ensure_ascii=False, indent=2) + "\n"


def _explanation(voice: Voice, asked: Asked, found: Finding | NoVerdict) -> Json:
    rule, document = asked.rule, asked.document
    told: Json = {
        "verdict": _verdict(voice, rule, found.verdict) if isinstance(found, Finding) else None,
        "no_verdict": None if isinstance(found, Finding) else found.value,
        "document": {"policy": document.policy, "title": document.title, "number": document.number},
        "rule": {
            "id": rule.id,
            "title": rule.title,
            "reading": rule.alternative,
            "modality": rule.modality.value,
            "actor": rule.actor,
        },
        "subject": _row(voice, asked.subject),
        "words": {
            "requirement": requirement_words(voice, rule.requirement),
            "applies_where": when_words(voice, rule),
            "due": due_words(voice, rule.due),
        },
    }
    if isinstance(found, NoVerdict):
        told["words"]["status"] = NO_VERDICT[found].within(voice.lang)
        return told
    told["words"] |= {
        "status": status_words(voice, found.verdict),
        "reasons": [reason_words(voice, reason, found.verdict.status) for reason in found.verdict.reasons],
        "found": [line.strip() for line in value_lines(voice, rule, found)],
        "gap": gap_words(voice, rule, found),
    }
    return told | _found(voice, rule, found)


def _verdict(voice: Voice, rule: PlannedRule, verdict: Verdict) -> Json:
    return masked_verdict(verdict, rule, voice.masking).model_dump(mode="json")


def _found(voice: Voice, rule: PlannedRule, found: Finding) -> Json:
    outcome = found.outcome
    shown = outcome.measured and "lo" not in hidden_fields(rule, voice.masking)
    measured = {"lo": _bound(outcome.lo), "hi": _bound(outcome.hi)} if shown else None
    rows = [] if found.rows is None else _populations(voice, found.rows)
    required = () if found.requirement is None else top_parts(found.requirement)
    return {
        "measured": measured,
        "when": [_tested(voice, part) for part in top_parts(found.when)],
        "conditions": [_tested(voice, part) for part in required],
        "evidence": [
            {"item": one.item, "truth": one.truth.name.lower(), "records": [_row(voice, row) for row in one.records]}
            for one in found.proofs
        ],
        "rows": rows,
        "missing": [
            {
                "name": fact.name,
                "words": missing_words(voice, fact),
                "cells": [_cell(voice, cell) for cell in fact.cells],
            }
            for fact in found.missing
        ],
        "consequences": [_conclusion(voice, one) for one in found.conclusions],
        "readings": [
            {
                "reading": other.rule.alternative,
                "note": other.rule.reading,
                "verdict": _verdict(voice, other.rule, other.verdict),
            }
            for other in found.readings
        ],
    }


def _conclusion(voice: Voice, conclusion: Conclusion) -> Json:
    return {
        "consequence": conclusion.consequence,
        "then": conclusion.then,
        "truth": TRUTH_WORDS[conclusion.truth],
        "chain": [str(step) for step in conclusion.chain],
        "words": [step_words(voice, step) for step in conclusion.chain],
        "citations": [{"section": cite.section, "quote": cite.quote} for cite in conclusion.citations],
    }


def _bound(bound: Bound | None) -> Json | None:
    if bound is None:
        return None
    total = render_number(bound.total)
    return {"value": render_number(bound.value), "total": total, "population": str(bound.population)}


def _row(voice: Voice, row: Row) -> Json:
    return {
        "kind": row.entity,
        "id": id_of(voice, row),
        "name": name_of(voice, row) or None,
        "file": row.file,
        "row": row.number,
    }


def _cell(voice: Voice, cell: Located) -> Json:
    seen = cell.seen
    return {
        "field": seen.name,
        "label": cell_label(voice, seen.name),
        "value": value_words(voice, seen.name, seen.value),
        "file": seen.file,
        "row": seen.number,
        "of": id_of(voice, cell.row),
    }


def _populations(voice: Voice, rows: Rows) -> list[Json]:
    """The population and, where an average is of totals, that of the rows below."""
    groups = [
        {"is": group.kind.value, "total": group.total, "rows": [_shown(voice, row) for row in group.rows]}
        for group in rows.groups
    ]
    own: Json = {
        "kind": rows.entity,
        "asked": None if rows.asked is None else clause(voice, rows.asked),
        "supplied": rows.supplied,
        "complete": rows.complete,
        "groups": groups,
    }
    return [own, *([] if rows.inner is None else _populations(voice, rows.inner))]


def _shown(voice: Voice, shown: ShownRow) -> Json:
    hidden = shown.of is not None and voice.masking.hides(*shown.of)
    value = None if hidden else shown.value
    ends = None if value is None else {"lo": render_low(value.lo), "hi": render_high(value.hi)}
    return _row(voice, shown.row) | {
        "value": ends,
        "against": [_cell(voice, cell) for cell in shown.against],
        "unknown": [_cell(voice, cell) for cell in shown.unknown],
    }


def _tested(voice: Voice, part: Tested) -> Json:
    return {
        "words": clause(voice, part.condition),
        "truth": part.truth.name.lower(),
        "cells": [_cell(voice, cell) for cell in part.seen],
        "rows": [told for rows in below(part) for told in _populations(voice, rows)],
    }

"""When a rule was measured and when it is due, in words."""

from datetime import date

from policyengine.engine.outcome import Cause
from policyengine.explain.model import Finding
from policyengine.explain.phrases import Voice
from policyengine.explain.sentences import due_words
from policyengine.explain.values import cell_words
from policyengine.plan.planned import PlannedRule, RelativeDue, Standing, YearEnd
from policyengine.reading.text import Text
from policyengine.semantics.truth import Truth
from policyengine.verdicts.masked import hidden_fields
from policyengine.vocabulary.personal import HIDDEN

LATE = {
    Truth.YES: Text("已过期限", "past due"),
    Truth.NO: Text("未过期限", "not past due"),
    Truth.UNKNOWN: Text("不能断定是否已过期限", "whether it is past due is not known"),
}


def dates_lines(voice: Voice, rule: PlannedRule, found: Finding) -> list[str]:
    """The measuring date and the due date."""
    as_of, on = found.verdict.as_of, found.verdict.measured_on
    day = voice.say("未定", "not settled") if on is None else _shown(voice, rule, on)
    return [
        voice.say(f"测算日：{day}（截至 {as_of} 评定）", f"measured on: {day} (as of {as_of})"),
        voice.say(f"期限：{_due(voice, rule, found)}", f"due: {_due(voice, rule, found)}"),
    ]


def _shown(voice: Voice, rule: PlannedRule, day: date) -> str:
    return HIDDEN.within(voice.lang) if "due" in hidden_fields(rule, voice.masking) else day.isoformat()


def _due(voice: Voice, rule: PlannedRule, found: Finding) -> str:
    words, due = due_words(voice, rule.due), found.verdict.due
    if isinstance(rule.due, Standing):
        return words
    if isinstance(rule.due, RelativeDue):
        seen = voice.say("；", "; ").join(cell_words(voice, cell) for cell in found.cells)
        words = voice.say(f"{words}（{seen}）", f"{words} ({seen})")
    if dict(found.outcome.causes)[Cause.NO_DUE_DATE].sure:
        return voice.say(f"{words}，因此没有期限", f"{words}, so there is no due date")
    if isinstance(rule.due, RelativeDue | YearEnd):
        day = voice.say("尚不能确定", "which is not settled")
        if due is not None:
            day = f"{voice.say('即', 'that is')} {_shown(voice, rule, due)}"
        words = voice.say(f"{words}，{day}", f"{words}, {day}")
    late = LATE[found.outcome.overdue].within(voice.lang)
    return voice.say(f"{words}，{late}", f"{words}; {late}")

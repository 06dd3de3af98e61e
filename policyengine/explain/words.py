"""What codes mean to people, in both languages: statuses, causes, reasons, comparators, modalities, kinds of rows."""

from policyengine.engine.outcome import Cause
from policyengine.explain.model import NoVerdict, RowKind
from policyengine.language.models import Modality
from policyengine.language.statuses import Status
from policyengine.reading.text import Text
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth

STATUSES = {
    Status.NOT_APPLICABLE: Text("不适用", "not applicable"),
    Status.COMPLIANT: Text("达标", "compliant"),
    Status.WAIVED: Text("已豁免", "waived"),
    Status.PENDING: Text("未到期", "pending"),
    Status.NONCOMPLIANT: Text("未达标", "noncompliant"),
    Status.SHORTFALL: Text("有差距", "shortfall"),
    Status.UNKNOWN: Text("待定", "unknown"),
}

MEANINGS = {
    Status.NOT_APPLICABLE: Text("本规则对该对象不适用。", "The rule does not apply to this subject."),
    Status.COMPLIANT: Text("要求已经满足。", "The requirement is met."),
    Status.WAIVED: Text("要求没有满足，但有一项有效的豁免。", "The requirement is not met, but a waiver is in force."),
    Status.PENDING: Text("要求尚未满足，期限还没有过。", "The requirement is not met yet, and it is not past due."),
    Status.NONCOMPLIANT: Text("这是应当做到的事项，要求没有满足。", "The requirement is binding and is not met."),
    Status.SHORTFALL: Text(
        "这是倡导做到的事项，要求没有满足。", "The requirement is one to strive for; it is not met."
    ),
    Status.UNKNOWN: Text(
        "现有事实不足以下结论，补齐下列事实后即可确定。",
        "The facts do not settle it; the missing facts below would.",
    ),
}

MODALITIES = {
    Modality.MUST: Text("应当做到", "must"),
    Modality.SHOULD: Text("倡导做到", "should"),
}

CAUSES = {
    Cause.NOT_IN_FORCE: Text("规则尚未施行", "the rule is not in force yet"),
    Cause.NO_DUE_DATE: Text("期限所依据的日期不存在", "there is no date from which the due date would run"),
    Cause.OUTSIDE_LIFETIME: Text(
        "该对象在测算日不存在（尚未成立或已经终止）",
        "the subject does not exist on the measuring date (not yet begun, or ended)",
    ),
    Cause.JURISDICTION_UNKNOWN: Text(
        "不知道该对象是否在本方案的适用地域内", "it is not known whether the subject lies in the plan's jurisdiction"
    ),
    Cause.CONDITION_NOT_MET: Text("不符合适用条件", "the condition for the rule to apply is not met"),
    Cause.EMPTY_POPULATION: Text("统计范围内没有任何一行", "there is nothing to measure: the population is empty"),
}

POSSIBLE_CAUSES = {
    Cause.NOT_IN_FORCE: Text("可能尚未施行", "the rule may not be in force yet"),
    Cause.NO_DUE_DATE: Text("期限所依据的日期可能不存在", "there may be no date from which the due date would run"),
    Cause.OUTSIDE_LIFETIME: Text("该对象在测算日可能不存在", "the subject may not exist on the measuring date"),
    Cause.JURISDICTION_UNKNOWN: CAUSES[Cause.JURISDICTION_UNKNOWN],
    Cause.CONDITION_NOT_MET: Text("可能不符合适用条件", "the condition for the rule to apply may not be met"),
    Cause.EMPTY_POPULATION: Text("统计范围可能是空的", "the population may be empty"),
}

REASONS = {
    "target_unspecified": Text(
        "指标 ${name} 的数值文件没有规定，尚未填入", "the text leaves the target ${name} open, and it is not filled in"
    ),
    "table_not_supplied": Text("没有提供{name}的数据", "no data on {name} was supplied"),
    "table_incomplete": Text(
        "{name}的数据不完整，可能还有未列出的", "the data on {name} is incomplete; more may exist"
    ),
    "personal_not_shown": Text("数值或日期属于个人信息，不显示", "a number or a date is personal and not shown"),
    "measure_unspecified": Text("文件没有规定如何测算", "the text names no way to measure it"),
    "snapshot_after_due": Text(
        "数据的时点晚于期限，期限当日的情况可能不同",
        "the facts are of a day after the due date, when things may have stood otherwise",
    ),
}

COMPARATORS = {
    Comparator.AT_LEAST: Text("不少于", "at least"),
    Comparator.AT_MOST: Text("不多于", "at most"),
    Comparator.MORE_THAN: Text("多于", "more than"),
    Comparator.LESS_THAN: Text("少于", "less than"),
    Comparator.EQUAL: Text("等于", "exactly"),
    Comparator.NOT: Text("不等于", "other than"),
}

RATE_COMPARATORS = {
    Comparator.AT_LEAST: Text("不低于", "at least"),
    Comparator.AT_MOST: Text("不高于", "at most"),
    Comparator.MORE_THAN: Text("高于", "more than"),
    Comparator.LESS_THAN: Text("低于", "less than"),
    Comparator.EQUAL: Text("等于", "exactly"),
    Comparator.NOT: Text("不等于", "other than"),
}

DATE_COMPARATORS = {
    Comparator.AT_LEAST: Text("不早于", "on or after"),
    Comparator.AT_MOST: Text("不晚于", "on or before"),
    Comparator.MORE_THAN: Text("晚于", "after"),
    Comparator.LESS_THAN: Text("早于", "before"),
    Comparator.EQUAL: Text("为", "on"),
    Comparator.NOT: Text("不是", "not on"),
}

TRUTHS = {
    Truth.YES: Text("满足", "met"),
    Truth.NO: Text("不满足", "not met"),
    Truth.UNKNOWN: Text("待定", "unknown"),
}

PROOFS = {
    Truth.YES: Text("有完成记录", "done, on record"),
    Truth.NO: Text("没有完成记录", "no record of its being done"),
    Truth.UNKNOWN: Text("待定", "unknown"),
}

ROW_KINDS = {
    RowKind.COUNTED: Text("计入", "counted"),
    RowKind.SATISFIES: Text("符合", "satisfying it"),
    RowKind.FAILS: Text("不符合", "not satisfying it"),
    RowKind.UNKNOWN: Text("待定", "undecided"),
    RowKind.NOT_COUNTED: Text("不计入", "not counted"),
}

NO_VERDICT = {
    NoVerdict.OUTSIDE_JURISDICTION: Text(
        "该对象不在本方案适用地域内，因此没有结论。",
        "The subject lies outside the plan's jurisdiction, so there is no verdict.",
    ),
    NoVerdict.NOT_A_ROW: Text(
        "数据中没有该对象；这份数据不完整，它可能存在，但无从下结论。",
        "The facts have no such subject; they are incomplete, so it may exist, but nothing can be said of it.",
    ),
    NoVerdict.NO_TABLE: Text(
        "没有提供这类对象的数据，因此没有结论。",
        "No data on subjects of this kind was supplied, so there is no verdict.",
    ),
}

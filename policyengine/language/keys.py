"""The keys of policy and waivers files; the readers check by these tables and the JSON Schema is made of them."""

from policyengine.reading.keys import KeyTable, optional, required
from policyengine.semantics.interval import Comparator

POLICY: KeyTable = {
    "policy": required("name", "政策的标识，如 `quzhou_2018`", "the plan's identifier, such as `quzhou_2018`"),
    "language": optional("language", "规则语言的版本，目前为 1", "the version of the policy language: 1"),
    "title": required("text", "文件标题", "the document's title"),
    "issuer": optional("text", "发文机关", "the office that issued the document"),
    "document_number": optional("text", "发文字号", "the document's number"),
    "issued_on": optional("date", "成文日期", "the date of issue"),
    "jurisdiction": required(
        "jurisdiction",
        '适用地域：`{city: "330800"}`、`{county: …}` 或 `national`',
        'the place that the plan binds: `{city: "330800"}`, `{county: …}` or `national`',
    ),
    "period": required("period", "实施期间", "the plan's period"),
    "vocabulary": required("vocabulary", "词汇表的名称、路径或列表", "a vocabulary's name or path, or a list of them"),
    "source": optional("source", "留存的政策原文", "the retained copy of the text"),
    "targets": optional("targets", "指标值：可以修改而不动规则", "values that may change without touching a rule"),
    "definitions": optional("definitions", "术语定义", "definitions of terms"),
    "rules": optional("rules", "规则：每项要求一条", "the rules, one for each duty"),
    "indicators": optional("indicators", "只测算、不判定的指标", "indicators that are reported without a verdict"),
    "consequences": optional(
        "consequences", "结论引出的后果：列入名录、联合惩戒、优先扶持等", "what follows from verdicts"
    ),
    "uncodified": optional("uncodified", "未编成规则的段落及理由", "passages without a rule, and the reason"),
}

PERIOD: KeyTable = {
    "from": required("date", "起始日（含）", "the first day"),
    "until": optional("date", "截止日（含）；无期限时不写", "the last day; absent where the plan has none"),
}

SOURCE: KeyTable = {
    "sha256": required("sha256", "留存原文的 SHA-256 摘要", "the SHA-256 digest of the retained copy"),
}

TARGET: KeyTable = {
    "value": required(
        "target_value",
        "数（13、5%、2/3）、日期、按日期变化的值，或 `unspecified`（文件未规定）",
        "a number (13, 5%, 2/3), a date, values by date, or `unspecified`",
    ),
    "unit": optional("text", "单位", "the unit"),
    "label": optional("text", "名称", "what the value is"),
    "note": optional("text", "说明", "a note"),
}

CITATION: KeyTable = {
    "section": required("text", "所在章节，如 `二、4`", "the section, such as `二、4`"),
    "quote": required("text", "原文中的一小段文字", "a short substring of the text"),
}

DEFINITION: KeyTable = {
    "subject": required("text", "定义适用于哪种对象", "the entity that it is said of"),
    "where": optional("condition", "满足什么条件", "the condition that it stands for"),
    "judged": optional("text", "由机关认定：认定什么", "what an office determines, where the text gives no test"),
    "cases": optional("cases", "决策表：第一个满足的分支有效", "a decision table; the first hit counts"),
    "otherwise": optional("text", "决策表各分支都不满足时的结果", "the outcome where no case hits"),
    "cite": optional("citations", "依据的原文", "the words that it rests on"),
}

TABLE_CASE: KeyTable = {
    "when": required("condition", "条件", "the condition"),
    "then": required("text", "结果", "the outcome"),
}

_DUTY: KeyTable = {
    "when": optional("condition", "适用条件", "where the rule applies"),
    "measure": optional("measure", "测算什么", "what is measured"),
    "require": optional("require", "要求达到什么", "what is required"),
    "evidence": optional("evidence", "以工作台账记录为证", "records of work that prove it"),
    "due": optional(
        "due",
        "期限：日期、相对日期、`year_end` 或 `standing`（随时）",
        "a date, a relative date, `year_end` or `standing`",
    ),
}

RULE: KeyTable = {
    "title": required("text", "规则的标题", "the rule's title"),
    "modality": required("modality", "`must`（应当）或 `should`（鼓励）", "`must` or `should`"),
    "actor": optional("text", "责任单位，照原文写", "the office with the duty, as the text names it"),
    "subject": required("text", "判定的对象种类", "the entity that is judged"),
    **_DUTY,
    "cite": required("citations", "依据的原文，一处或几处", "the words that it rests on: one place or a list"),
    "reading": optional("text", "对原文的理解", "how the text is read"),
    "readings": optional("readings", "对原文的其他理解", "other ways to read the text"),
}

READING: KeyTable = {
    "note": required("text", "这种理解的说明", "what this reading says"),
    "title": optional("text", "替换标题", "replaces the title"),
    "modality": optional("modality", "替换约束力", "replaces the modality"),
    "actor": optional("text", "替换责任单位", "replaces the office"),
    **_DUTY,
    "cite": optional("citations", "替换依据的原文", "replaces the words that the rule rests on"),
}

REPLACEABLE = frozenset(READING) - {"note"}

EVIDENCE: KeyTable = {
    "items": optional("words", "需逐项留有记录的工作", "the items of work, each of which needs a record"),
    "document": optional("text", "记录所在的台账", "the file that holds the records"),
}

INDICATOR: KeyTable = {
    "title": optional("text", "指标名称", "the indicator's title"),
    "subject": required("text", "测算的对象种类", "the entity that is measured"),
    "index": required("index", "各组成部分", "the index's components"),
    "cite": optional("citations", "依据的原文", "the words that it rests on"),
}

INDEX_PART: KeyTable = {
    "measure": required("measure", "测算什么", "what is measured"),
    "weight": required("weight", "权重", "its weight"),
}

CONSEQUENCE: KeyTable = {
    "title": optional("text", "后果的标题", "the consequence's title"),
    "subject": required("text", "对哪种对象产生后果", "the entity that it follows for"),
    "when": required("grounds", "由什么引出", "what it follows from"),
    "then": required("text", "后果是什么，照原文写", "what follows, as the text says it"),
    "cite": required("citations", "依据的原文，一处或几处", "the words that it rests on: one place or a list"),
    "reading": optional("text", "对原文的理解", "how the text is read"),
}

GROUNDS: KeyTable = {
    "verdicts": optional(
        "verdicts", "各规则的结论：`{规则: 状态}` 或 `{规则: [状态, …]}`", "verdicts of rules: `{rule: status}`"
    ),
    "consequences": optional("words", "已引出的其他后果", "other consequences that follow"),
    "all": optional("grounds_listed", "各组都成立", "all of them hold"),
    "any": optional("grounds_listed", "至少一组成立", "at least one of them holds"),
    "not": optional("not_verdicts", "结论不是这样：`{verdicts: {…}}`", "the verdicts are not so: `{verdicts: {…}}`"),
}

UNCODIFIED: KeyTable = {
    "section": required("text", "所在章节", "the section"),
    "quote": optional("text", "原文中的一小段文字；不写则指整节", "a short substring; without it, the whole section"),
    "reason": required("reason", "未编成规则的理由", "why no rule codifies it"),
    "of": optional("text", "与哪条规则重复", "the rule that it repeats"),
}

# --- conditions -------------------------------------------------------------------------------------------------------

GROUPS: KeyTable = {
    "all": optional("conditions", "各组条件都满足", "all of them hold"),
    "any": optional("conditions", "至少一组条件满足", "at least one of them holds"),
    "not": optional("negated", "条件不满足（只写一项）", "the one entry does not hold"),
}

NUMBER_COMPARATORS: KeyTable = {
    "at_least": optional("operand", "不少于（含本数）", "not less than"),
    "at_most": optional("operand", "不多于（含本数）", "not more than"),
    "more_than": optional("operand", "多于（不含本数）", "more than"),
    "less_than": optional("operand", "少于（不含本数）", "less than"),
    "not": optional("operand", "不等于", "not equal to"),
}

DATE_COMPARATORS: KeyTable = {
    "on_or_before": optional("day", "不晚于（含当日）", "on that day or before"),
    "before": optional("day", "早于", "before that day"),
    "on_or_after": optional("day", "不早于（含当日）", "on that day or after"),
    "after": optional("day", "晚于", "after that day"),
}

DURING = "during"
PRESENT = "present"
COUNT = "count"
QUANTIFIERS: KeyTable = {
    "some": optional("condition", "至少一个满足", "at least one child satisfies it"),
    "every": optional("condition", "每一个都满足", "every child satisfies it"),
    "none": optional("condition", "没有一个满足", "no child satisfies it"),
}

COMPARES: KeyTable = {
    **NUMBER_COMPARATORS,
    **DATE_COMPARATORS,
    DURING: optional("span", "在 `period`（实施期间）或 `this_year`（当年）内", "within `period` or `this_year`"),
}

TEST: KeyTable = {
    **COMPARES,
    PRESENT: optional("boolean", "可选字段是否有值", "whether an optional field has a value"),
    **QUANTIFIERS,
    COUNT: optional("counted", "满足条件的个数", "how many children satisfy it"),
}

COUNTED: KeyTable = {
    "where": optional("condition", "计数的条件", "which children are counted"),
    **NUMBER_COMPARATORS,
}

COMPARATORS = {
    "at_least": Comparator.AT_LEAST,
    "at_most": Comparator.AT_MOST,
    "more_than": Comparator.MORE_THAN,
    "less_than": Comparator.LESS_THAN,
    "not": Comparator.NOT,
    "on_or_before": Comparator.AT_MOST,
    "before": Comparator.LESS_THAN,
    "on_or_after": Comparator.AT_LEAST,
    "after": Comparator.MORE_THAN,
}

FIELD_OPERAND: KeyTable = {
    "field": required("text", "被检验对象的字段", "a field of the row being tested"),
}

DATE_UNITS: KeyTable = {
    "days": optional("whole", "天数", "how many days"),
    "months": optional("whole", "月数", "how many months"),
    "years": optional("whole", "年数", "how many years"),
}

SHIFTED: KeyTable = {
    "after": optional("day", "从哪一天往后算", "the day to count forward from"),
    "before": optional("day", "从哪一天往前算", "the day to count back from"),
    **DATE_UNITS,
}

# --- measures ---------------------------------------------------------------------------------------------------------

_POPULATION: KeyTable = {
    "where": optional("condition", "统计范围", "the population"),
    "ended": optional("ended", "`included`：计入已注销的", "`included` counts rows whose lifetime has ended"),
}

MEASURES: dict[str, KeyTable] = {
    "field": FIELD_OPERAND,
    "count": {
        "count": required("text", "统计哪些下级对象（复数名）", "the children to count (a plural)"),
        **_POPULATION,
    },
    "ratio": {
        "ratio": required("text", "哪些下级对象中的占比（复数名）", "the children to take the share of (a plural)"),
        "where": _POPULATION["where"],
        "satisfying": required("condition", "占比的条件", "what the share satisfies"),
        "ended": _POPULATION["ended"],
    },
    "average": {
        "average": required("inner_measure", "平均的对象：个数、总和或字段", "a count, a sum or a field"),
        "per": required("text", "按哪些下级对象平均（复数名）", "the children to average over (a plural)"),
        **_POPULATION,
    },
    **{
        function: {
            function: required(
                "text", f"在哪些下级对象中求{word}（复数名）", f"the children to take the {function} over"
            ),
            "of": required("text", "数值字段", "the numeric field"),
            **_POPULATION,
        }
        for function, word in (("sum", "总和"), ("min", "最小值"), ("max", "最大值"))
    },
}

# --- waivers ----------------------------------------------------------------------------------------------------------

WAIVERS: KeyTable = {
    "waivers": required("waivers", "豁免清单", "the exemptions"),
}

WAIVER: KeyTable = {
    "policy": required("text", "政策的标识", "the plan's identifier"),
    "rule": required("text", "规则的标识", "the rule's identifier"),
    "subject": required("text", "被豁免对象的 id", "the id of the subject"),
    "from": required("date", "起始日（含）", "the first day"),
    "until": required("date", "截止日（含）", "the last day"),
    "owner": required("text", "批准人或责任人", "who answers for it"),
    "reason": required("text", "理由", "why"),
}

"""The findings of checking what a policy means: what makes no sense, or is never used."""

from policyengine.reading.findings import Message, Severity, catalogue

IMPOSSIBLE_STATUS = Message(
    "impossible-status",
    Severity.ERROR,
    "规则 `{rule}` 的结论不可能是 `{status}`",
    "the verdict of the rule `{rule}` is never `{status}`",
    "它可能是：{possible}。",
    "It may be: {possible}.",
)
NEVER_FOLLOWS = Message(
    "never-follows",
    Severity.ERROR,
    "后果 `{name}` 不可能引出",
    "the consequence `{name}` can never follow",
    "所需的结论、后果与条件互相矛盾。",
    "The verdicts, consequences and conditions that it needs contradict one another.",
)
UNUSED_TARGET = Message(
    "unused-target",
    Severity.WARNING,
    "没有规则、指标或后果用到指标值 `{name}`",
    "no rule, indicator or consequence uses the target `{name}`",
    "请在规则中写 `${name}`，或删去。",
    "Use it as `${name}`, or delete it.",
)
UNUSED_DEFINITION = Message(
    "unused-definition",
    Severity.WARNING,
    "没有规则、指标或后果用到定义 `{name}`",
    "no rule, indicator or consequence uses the definition `{name}`",
    "请在条件中使用，或删去。",
    "Use it in a condition, or delete it.",
)
DUE_OUTSIDE_PERIOD = Message(
    "due-outside-period",
    Severity.WARNING,
    "期限 {due} 不在计划期间（{start} 至 {end}）内",
    "the due date {due} is outside the plan's period ({start} to {end})",
    "请核对期限与 `period`。",
    "Compare it with `period`.",
)
RATIO_RANGE = Message(
    "ratio-out-of-range",
    Severity.ERROR,
    "比例在 0 与 1 之间，不能与 `{text}` 比较",
    "a ratio lies between 0 and 1 and does not compare with `{text}`",
    "{suggestion}",
    "{suggestion}",
)
CASES_OVERLAP = Message(
    "cases-overlap",
    Severity.WARNING,
    "决策表 `{name}` 的第 {first}、{second} 行同时符合而结果不同，例如 {witness}",
    "rows {first} and {second} of the decision table `{name}` both apply, with different outcomes, to {witness}",
    "第一个符合的行算数；若非有意，请补上条件。",
    "The first hit counts; if that is not meant, narrow one of them.",
)
CASE_UNREACHABLE = Message(
    "case-unreachable",
    Severity.ERROR,
    "决策表 `{name}` 的第 {number} 行永远轮不到",
    "row {number} of the decision table `{name}` is never the first hit",
    "请调整顺序、放宽条件，或删去该行。",
    "Move it up, widen it, or delete it.",
)
CASES_GAP = Message(
    "cases-gap",
    Severity.WARNING,
    "决策表 `{name}` 没有一行符合 {witness}",
    "no row of the decision table `{name}` applies to {witness}",
    "请补上一行，或写明 `otherwise`。",
    "Add a row, or an `otherwise`.",
)
NEVER_HOLDS = Message(
    "never-holds",
    Severity.ERROR,
    "规则 `{rule}` 的要求不可能满足",
    "what the rule `{rule}` requires can never hold",
    "请核对数值、取值范围与 `when`。",
    "Check the values, the bounds of the fields, and `when`.",
)
NEVER_FAILS = Message(
    "never-fails",
    Severity.WARNING,
    "规则 `{rule}` 的要求总是满足",
    "what the rule `{rule}` requires always holds",
    "它不要求任何事；请核对数值、取值范围与 `when`。",
    "It requires nothing; check the values, the bounds of the fields, and `when`.",
)
NEVER_APPLIES = Message(
    "never-applies",
    Severity.ERROR,
    "规则 `{rule}` 的 `when` 不可能成立",
    "the `when` of the rule `{rule}` can never hold",
    "其中的条件互相矛盾。",
    "Its conditions contradict one another.",
)
CONTRADICTION = Message(
    "contradiction",
    Severity.ERROR,
    "规则 `{rule}` 与 `{other}` 互相矛盾，不能同时满足",
    "the rules `{rule}` and `{other}` contradict each other: both apply, and both cannot be satisfied",
    "请缩小其中一条的 `when`，或改正数值。",
    "Narrow the `when` of one of them, or correct the values.",
)
DUPLICATE_RULE = Message(
    "duplicate-rule",
    Severity.WARNING,
    "规则 `{rule}` 与 `{other}` 的要求完全相同",
    "the rule `{rule}` requires exactly what `{other}` does",
    "请合并，并把两处引文都列在 `cite` 下。",
    "Make them one, and cite both passages.",
)
UNSPECIFIED_MEASURE = Message(
    "unspecified-measure",
    Severity.WARNING,
    "规则 `{rule}` 没有测算办法，结论始终是未知",
    "the rule `{rule}` has no measure, so that its verdict is always unknown",
    "文件未写明时可以保留；否则请写明 `measure`。",
    "Leave it where the text is silent; else write a `measure`.",
)
NEGATIVE_WEIGHT = Message(
    "negative-weight",
    Severity.ERROR,
    "权重 `{text}` 小于零",
    "the weight `{text}` is below zero",
    "请写零或正数。",
    "Write zero or a positive number.",
)
WEIGHT_SUM = Message(
    "weights-do-not-add-up",
    Severity.WARNING,
    "指标 `{name}` 的权重合计为 {total}，既不是 1 也不是 100",
    "the weights of the indicator `{name}` add up to {total}, neither 1 nor 100",
    "请核对各项权重。",
    "Check the weights.",
)

MESSAGES = catalogue(globals())

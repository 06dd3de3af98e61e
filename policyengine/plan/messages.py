"""The findings of giving a meaning to each name of a policy."""

from policyengine.reading.findings import Message, Severity, catalogue

# --- names ------------------------------------------------------------------------------------------------------------

UNKNOWN_ENTITY = Message(
    "unknown-entity",
    Severity.ERROR,
    "词汇表中没有实体 `{name}`",
    "the vocabulary has no entity `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_FIELD = Message(
    "unknown-field",
    Severity.ERROR,
    "`{entity}` 没有字段或定义 `{name}`",
    "`{entity}` has no field or definition `{name}`",
    "{suggestion}",
    "{suggestion}",
)
NOT_A_REFERENCE = Message(
    "not-a-reference",
    Severity.ERROR,
    "`{path}` 无法继续：`{entity}` 的字段 `{field}` 不是引用",
    "`{path}` leads nowhere: the field `{field}` of `{entity}` is no reference",
    "只有引用字段后面才能再写“.字段”。",
    "Only a reference may be followed by a dot and a field.",
)
UNDECLARED_RELATION = Message(
    "undeclared-relation",
    Severity.ERROR,
    "`{parent}` 没有名为 `{plural}` 的下级",
    "`{parent}` has no children called `{plural}`",
    "{declared}",
    "{declared}",
)
CHILDREN_UNTESTED = Message(
    "children-untested",
    Severity.ERROR,
    "`{plural}` 是若干行，不是一个值",
    "`{plural}` are rows, not a value",
    "请用 `some`、`every`、`none` 或 `count` 说明对这些行的要求。",
    "Say `some`, `every`, `none` or `count` of them.",
)
NO_CHAIN = Message(
    "no-path-to-jurisdiction",
    Severity.ERROR,
    "词汇表没有说明 `{subject}` 如何归属到 `{ancestor}`",
    "the vocabulary does not say how `{subject}` belongs to `{ancestor}`",
    "请在词汇表的 `belongs_to` 中声明；现有：{known}。",
    "Declare it in the vocabulary's `belongs_to`, which has: {known}.",
)
UNKNOWN_RULE = Message(
    "unknown-rule",
    Severity.ERROR,
    "没有规则 `{name}`",
    "there is no rule `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_CONSEQUENCE = Message(
    "unknown-consequence",
    Severity.ERROR,
    "没有后果 `{name}`",
    "there is no consequence `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_TARGET = Message(
    "unknown-target",
    Severity.ERROR,
    "没有指标值 `${name}`",
    "there is no target `${name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_CHOICE = Message(
    "unknown-value",
    Severity.ERROR,
    "`{field}` 没有取值 `{text}`",
    "`{field}` has no value `{text}`",
    "{suggestion}",
    "{suggestion}",
)
LABEL_FOR_CODE = Message(
    "label-for-code",
    Severity.ERROR,
    "`{text}` 是 `{field}` 取值的名称，不是代码",
    "`{text}` is the label of a value of `{field}`, not its code",
    "请写代码 `{code}`。",
    "Write its code `{code}`.",
)

# --- definitions ------------------------------------------------------------------------------------------------------

UNKNOWN_OUTCOME = Message(
    "unknown-outcome",
    Severity.ERROR,
    "决策表 `{name}` 没有结果 `{text}`",
    "the decision table `{name}` has no outcome `{text}`",
    "{suggestion}",
    "{suggestion}",
)
DEFINITION_CYCLE = Message(
    "definition-cycle",
    Severity.ERROR,
    "定义互相引用成环：{cycle}",
    "definitions go round in a circle: {cycle}",
    "请把其中一个改为只用字段来定义。",
    "Define one of them by fields alone.",
)
DEFINITION_SUBJECT = Message(
    "definition-subject",
    Severity.ERROR,
    "定义 `{name}` 针对 `{subject}`，此处是 `{entity}`",
    "the definition `{name}` is of `{subject}`, not of `{entity}`",
    "请在 `{subject}` 的条件里使用它，或另写一个针对 `{entity}` 的定义。",
    "Use it in a condition on `{subject}`, or define one whose subject is `{entity}`.",
)
DEFINITION_TEST = Message(
    "definition-test",
    Severity.ERROR,
    "定义 `{name}` 不能这样比较",
    "the definition `{name}` cannot be compared so",
    "条件和认定写 `true` 或 `false`，决策表写一个结果或结果的列表。",
    "Conditions and determinations are `true` or `false`; a decision table is one of its outcomes, or a list of them.",
)
DEFINITION_TOO_LARGE = Message(
    "definition-too-large",
    Severity.ERROR,
    "定义 `{name}` 展开后超过 {most} 个条件",
    "the definition `{name}` expands to more than {most} conditions",
    "请减少定义之间的重复引用。",
    "Let definitions use one another less often.",
)
NAME_CLASH = Message(
    "name-clash",
    Severity.ERROR,
    "定义 `{name}` 与 {kind}重名",
    "the definition `{name}` has the name of {kind}",
    "请给定义换一个名称。",
    "Give the definition another name.",
)

# --- consequences -----------------------------------------------------------------------------------------------------

OTHER_SUBJECT = Message(
    "other-subject",
    Severity.ERROR,
    "{named} 的对象是 `{subject}`，而这里是 `{entity}`",
    "{named} is about each `{subject}`, not about each `{entity}`",
    "后果只能由同一对象的结论和后果引出；下级的情况请写成条件，如 `organizations: {{some: {{…}}}}`。",
    "A consequence follows from verdicts and consequences of the same subject; what holds for children is a condition, "
    "as in `organizations: {{some: {{…}}}}`.",
)
CONSEQUENCE_CYCLE = Message(
    "consequence-cycle",
    Severity.ERROR,
    "后果互相引出成环：{cycle}",
    "consequences go round in a circle: {cycle}",
    "请把其中一个改为只由结论引出。",
    "Let one of them follow from verdicts alone.",
)
TOO_MANY_WAYS = Message(
    "too-many-ways",
    Severity.ERROR,
    "后果 `{name}` 展开后超过 {ways} 种途径，或某一途径超过 {literals} 个条件",
    "the consequence `{name}` expands to more than {ways} ways, or a way to more than {literals} conditions",
    "请把其中一部分写成另一个后果，再在 `consequences` 中引用。",
    "Make a part of it a consequence of its own, and name that under `consequences`.",
)

# --- types ------------------------------------------------------------------------------------------------------------

NOT_A_NUMBER = Message(
    "not-a-number",
    Severity.ERROR,
    "`{text}` 不是数",
    "`{text}` is no number",
    "{meant}请写 `13`、`12.5`、`5%` 或 `2/3` 这样的数，最多 {most} 个字符，或 `$指标值`。",
    "{meant}Write a number such as `13`, `12.5`, `5%` or `2/3`, of at most {most} characters, or a `$target`.",
)
SHIFT_NOT_WHOLE = Message(
    "shift-not-whole",
    Severity.ERROR,
    "日期只能移动非负整数个单位，不能是 `{text}`",
    "a date moves by a whole number that is not negative, not by `{text}`",
    "请改正指标值；要往前移动，请把 `after` 改为 `before`。",
    "Correct the target; to move the other way, exchange `after` and `before`.",
)
NOT_A_DATE = Message(
    "not-a-date",
    Severity.ERROR,
    "`{text}` 不是日期",
    "`{text}` is no date",
    "{meant}请写 `2018-12-31` 这样的日期。",
    "{meant}Write a date such as `2018-12-31`.",
)
NOT_A_BOOLEAN = Message(
    "not-a-boolean",
    Severity.ERROR,
    "`{field}` 只能是 `true` 或 `false`，不能是 `{text}`",
    "`{field}` is `true` or `false`, not `{text}`",
    "请写 `true`（是）或 `false`（否）。",
    "Write `true` or `false`.",
)
SHARE_OF_COUNT = Message(
    "share-of-count",
    Severity.ERROR,
    "这里数的是个数，不能与百分比 `{text}` 比较",
    "whole things are counted here, which do not compare with the percentage `{text}`",
    "要求比例时，请用 `ratio` 测算。",
    "To require a share, measure a `ratio`.",
)
OPERAND_TYPE = Message(
    "operand-type",
    Severity.ERROR,
    "此处应为{expected}，而这是{found}",
    "{expected} is needed here, and this is {found}",
    "请改用同类的值。",
    "Use a value of that type.",
)
INCOMPARABLE_FIELDS = Message(
    "incomparable-fields",
    Severity.ERROR,
    "`{left}` 与 `{right}` 不可能相等，无从比较",
    "`{left}` and `{right}` have no value in common to compare",
    "请比较同一类取值的字段。",
    "Compare fields that hold the same kind of value.",
)
COMPARATOR_TYPE = Message(
    "comparator-type",
    Severity.ERROR,
    "`{comparator}` 不能用于 `{field}`（类型为 {type}）",
    "`{comparator}` does not go with `{field}`, which is of type {type}",
    "数用 `at_least`、`at_most`、`more_than`、`less_than`；词只能等于某值，或用 `not`；先后只用于日期。",
    "Numbers know `at_least`, `at_most`, `more_than`, `less_than`; words are equal or `not`; before and after are "
    "for dates.",
)
DATE_COMPARATOR = Message(
    "date-comparator",
    Severity.ERROR,
    "`{field}` 是日期，不用 `{comparator}`",
    "`{field}` is a date, which does not know `{comparator}`",
    "日期用 `on_or_before`、`before`、`on_or_after`、`after` 或 `during`。",
    "Dates know `on_or_before`, `before`, `on_or_after`, `after` and `during`.",
)
PRESENCE_OF_REQUIRED = Message(
    "presence-of-required",
    Severity.ERROR,
    "`{field}` 不是可缺的字段，不能问它有没有",
    "`{field}` is not optional, so that one cannot ask whether it is there",
    "空白表示未知；若确可没有，请在词汇表中标为 `optional`。",
    "Empty means unknown; if it may truly be lacking, mark it `optional` in the vocabulary.",
)
OPEN_PERIOD = Message(
    "open-period",
    Severity.ERROR,
    "计划没有结束日期，`$period.until` 没有值",
    "the plan has no end, so that `$period.until` has no value",
    "请写具体日期，或在 `period` 中写明 `until`。",
    "Write a date, or give `period` an `until`.",
)
ENDED_WITHOUT_LIFETIME = Message(
    "ended-without-lifetime",
    Severity.WARNING,
    "`{entity}` 没有存续期，`ended` 不起作用",
    "`{entity}` has no lifetime, so that `ended` changes nothing",
    "请删去 `ended`。",
    "Delete `ended`.",
)
REQUIREMENT_SHAPE = Message(
    "requirement-shape",
    Severity.ERROR,
    "要求的写法不完整或互相冲突",
    "what is required is incomplete or at odds with itself",
    "请写 `measure` 与比较，或只写一个条件 `require`，或只写 `evidence`。",
    "Write a `measure` with comparisons, or a condition under `require` alone, or `evidence` alone.",
)
DUE_CIRCULAR = Message(
    "due-circular",
    Severity.ERROR,
    "期限取决于测量日，而测量日又取决于期限",
    "the due date depends on the measuring date, which depends on the due date",
    "请写日期、字段，或取值不随日期变化的指标值。",
    "Write a date, a field, or a target whose value does not change by date.",
)
READING_UNCHANGED = Message(
    "reading-changes-nothing",
    Severity.WARNING,
    "另一种理解 `{name}` 与规则 `{rule}` 本身没有区别",
    "the reading `{name}` is no different from the rule `{rule}` itself",
    "请写明它改变了什么，或删去。",
    "Say what it changes, or delete it.",
)

MESSAGES = catalogue(globals())

"""The findings of reading policies and waivers (language.md §3)."""

from policyengine.reading.findings import Message, Severity, catalogue

UNSUPPORTED_LANGUAGE = Message(
    "unsupported-language",
    Severity.ERROR,
    "不支持规则语言的版本 `{found}`",
    "version `{found}` of the policy language is not supported",
    "写作 `language: 1`，或删去这个键。",
    "Write `language: 1`, or delete the key.",
)
BAD_NAME = Message(
    "bad-name",
    Severity.ERROR,
    "`{found}` 不能作名称",
    "`{found}` cannot be a name",
    "名称以字母或汉字开头，只含字母、汉字、数字、`_` 和 `-`。",
    "A name begins with a letter or Chinese character and goes on with these, digits, `_` and `-`.",
)
RESERVED_NAME = Message(
    "reserved-name",
    Severity.ERROR,
    "`{found}` 是规则语言的保留词，不能作名称",
    "`{found}` is a word of the policy language and cannot be a name",
    "请换一个名称。",
    "Choose another name.",
)
BAD_DIGEST = Message(
    "bad-digest",
    Severity.ERROR,
    "`{found}` 不是 SHA-256 摘要",
    "`{found}` is not a SHA-256 digest",
    "写 64 位小写十六进制数，可由 `sha256sum 文件` 得到。",
    "Write 64 lower-case hexadecimal digits, as `sha256sum FILE` prints them.",
)
PERIOD_REVERSED = Message(
    "period-reversed",
    Severity.ERROR,
    "截止日 `{until}` 早于起始日 `{start}`",
    "the last day `{until}` is before the first day `{start}`",
    "请检查 `from` 和 `until`。",
    "Check `from` and `until`.",
)
BAD_JURISDICTION = Message(
    "bad-jurisdiction",
    Severity.ERROR,
    "`jurisdiction` 应写一个地域或 `national`",
    "`jurisdiction` should name one place, or be `national`",
    '写作 `{{city: "330800"}}`、`{{county: …}}` 或 `national`。',
    'Write `{{city: "330800"}}`, `{{county: …}}` or `national`.',
)
DEFINITION_FORM = Message(
    "definition-form",
    Severity.ERROR,
    "定义 `{name}` 应在 `where`、`judged` 和 `cases` 中恰好写一个",
    "the definition `{name}` should have exactly one of `where`, `judged` and `cases`",
    "条件写 `where`，机关认定写 `judged`，决策表写 `cases`。",
    "A condition stands in `where`, an office's determination in `judged`, a decision table in `cases`.",
)
KEY_ALONE = Message(
    "key-alone",
    Severity.ERROR,
    "`{key}` 只能与 `{other}` 同用",
    "`{key}` can only stand beside `{other}`",
    "请补上 `{other}`，或删去 `{key}`。",
    "Add `{other}`, or delete `{key}`.",
)
REPEATED_ITEM = Message(
    "repeated-item",
    Severity.ERROR,
    "`{found}` 重复",
    "`{found}` is repeated",
    "列表中每项只写一次。",
    "A list has each item once.",
)

# --- rules ------------------------------------------------------------------------------------------------------------

NO_REQUIREMENT = Message(
    "no-requirement",
    Severity.ERROR,
    "`{name}` 没有写明要求",
    "`{name}` requires nothing",
    "请写 `measure` 加 `require`、单独的 `require`，或 `evidence`。",
    "Write `measure` with `require`, `require` alone, or `evidence`.",
)
MEASURE_WITHOUT_REQUIRE = Message(
    "measure-without-require",
    Severity.ERROR,
    "`measure` 没有与之比较的 `require`",
    "`measure` has no `require` to be held against",
    "请补上如 `require: {{at_least: 13}}`；只测算、不判定的放在 `indicators`。",
    "Add, say, `require: {{at_least: 13}}`; what is only reported belongs in `indicators`.",
)
EVIDENCE_BESIDE = Message(
    "evidence-beside",
    Severity.ERROR,
    "`evidence` 不能与 `{other}` 同用",
    "`evidence` cannot stand beside `{other}`",
    "请拆成两条规则。",
    "Make two rules of it.",
)
EMPTY_REQUIRE = Message(
    "empty-require",
    Severity.ERROR,
    "`require` 没有内容，任何情况都满足",
    "`require` is empty and would always hold",
    "请写明要求；以工作记录为证的写 `evidence`。",
    "Write what is required; what records of work prove stands in `evidence`.",
)
READING_SUBJECT = Message(
    "reading-subject",
    Severity.ERROR,
    "另一种理解不能改变 `subject`",
    "a reading cannot change the `subject`",
    "判定对象不同的，请另写一条规则。",
    "Make another rule for another subject.",
)
BAD_DUE = Message(
    "bad-due",
    Severity.ERROR,
    "`{found}` 不是期限",
    "`{found}` is not a due date",
    "写作 `2018-12-31`、`{{after: {{field: established_on}}, days: 30}}`、`year_end` 或 `standing`。",
    "Write `2018-12-31`, `{{after: {{field: established_on}}, days: 30}}`, `year_end` or `standing`.",
)

# --- conditions and operands ------------------------------------------------------------------------------------------

NOT_ONE_ENTRY = Message(
    "not-one-entry",
    Severity.ERROR,
    "`not` 应恰好写一项，而这里有 {count} 项",
    "`not` takes exactly one entry; {count} stand here",
    "几项一并否定写作 `not: {{all: [{{…}}, {{…}}]}}` 或 `not: {{any: [{{…}}, {{…}}]}}`。",
    "To negate several, write `not: {{all: [{{…}}, {{…}}]}}` or `not: {{any: [{{…}}, {{…}}]}}`.",
)
NOT_A_FIELD = Message(
    "not-a-field",
    Severity.ERROR,
    "`{key}` 不是字段，不能直接作条件",
    "`{key}` is not a field and cannot begin a condition",
    "写在字段之下，如 `members: {{at_least: 3}}`；`require` 中的比较要与 `measure` 同用。",
    "Write it below a field, as in `members: {{at_least: 3}}`; in `require` comparators go with a `measure`.",
)
EMPTY_TEST = Message(
    "empty-test",
    Severity.ERROR,
    "`{key}` 没有写明与什么比较",
    "`{key}` is compared with nothing",
    "写作如 `{key}: {{at_least: 3}}`。",
    "Write, say, `{key}: {{at_least: 3}}`.",
)
MIXED_TEST = Message(
    "mixed-test",
    Severity.ERROR,
    "`{key}` 不能与 `{other}` 同用",
    "`{key}` cannot stand beside `{other}`",
    "请拆成两项，放进 `all: [{{…}}, {{…}}]`。",
    "Make two entries of it, in `all: [{{…}}, {{…}}]`.",
)
COUNT_WITHOUT_COMPARATOR = Message(
    "count-without-comparator",
    Severity.ERROR,
    "`count` 没有写明与多少比较",
    "`count` is compared with no number",
    "写作如 `count: {{at_least: 1}}`。",
    "Write, say, `count: {{at_least: 1}}`.",
)
BAD_TARGET_NAME = Message(
    "bad-target-name",
    Severity.ERROR,
    "`{found}` 不是指标值的名称",
    "`{found}` does not name a target",
    "`$` 之后写 `targets` 中的名称、`measured_on`、`period.from` 或 `period.until`。",
    "After `$` write a name from `targets`, `measured_on`, `period.from` or `period.until`.",
)
BAD_OPERAND = Message(
    "bad-operand",
    Severity.ERROR,
    "`{key}` 的右边应为值、`$指标值`、`{{field: 字段}}` 或推算的日期",
    "`{key}` should be held against a value, a `$target`, `{{field: path}}` or a shifted date",
    "列表只能直接写在字段之后，如 `kind: [urban, rural]`；排除几个值写作 `not: {{kind: [urban, rural]}}`。",
    "A list stands right after a field, as in `kind: [urban, rural]`; to exclude several values, write "
    "`not: {{kind: [urban, rural]}}`.",
)
BAD_SHIFT = Message(
    "bad-shift",
    Severity.ERROR,
    "推算的日期应恰好写 `after` 或 `before` 之一，以及 `days`、`months` 或 `years` 之一",
    "a shifted date has exactly one of `after` and `before`, and exactly one of `days`, `months` and `years`",
    "写作如 `{{after: {{field: established_on}}, days: 30}}`。",
    "Write, say, `{{after: {{field: established_on}}, days: 30}}`.",
)
NOT_WHOLE = Message(
    "not-whole",
    Severity.ERROR,
    "`{key}` 应为不小于零的整数，而这里是 `{found}`",
    "`{key}` should be a whole number that is not negative; `{found}` stands here",
    "往前推算用 `before`。",
    "To count back, use `before`.",
)

# --- measures ---------------------------------------------------------------------------------------------------------

NOT_A_MEASURE = Message(
    "not-a-measure",
    Severity.ERROR,
    "`{key}` 应恰好写一种测算：{choices}",
    "`{key}` should be exactly one of the measures {choices}",
    "写作如 `{{count: organizations, where: {{…}}}}`；文件未规定的写 `unspecified`。",
    "Write, say, `{{count: organizations, where: {{…}}}}`; where the text leaves it open, `unspecified`.",
)

# --- consequences -----------------------------------------------------------------------------------------------------

NO_GROUNDS = Message(
    "no-grounds",
    Severity.ERROR,
    "`{key}` 没有写明由什么引出后果",
    "`{key}` does not say what the consequence follows from",
    "写作如 `verdicts: {{规则: noncompliant}}`、`consequences: [其他后果]`，或对象自身的条件。",
    "Write, say, `verdicts: {{rule: noncompliant}}`, `consequences: [another]`, or a condition on the subject.",
)
NOT_OVER_VERDICTS = Message(
    "not-over-verdicts",
    Severity.ERROR,
    "后果的 `not` 只能写 `verdicts`",
    "in what a consequence follows from, `not` stands over `verdicts` alone",
    "写作如 `not: {{verdicts: {{规则: compliant}}}}`；条件的否定写在字段或定义之下，如 `kind: {{not: urban}}`。",
    "Write, say, `not: {{verdicts: {{rule: compliant}}}}`; conditions are negated below a field or definition, as in "
    "`kind: {{not: urban}}`.",
)

MESSAGES = catalogue(globals())

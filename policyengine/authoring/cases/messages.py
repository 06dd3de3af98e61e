"""The findings of reading case files."""

from policyengine.reading.findings import Message, Severity, catalogue

NO_POLICY = Message(
    "no-policy",
    Severity.ERROR,
    "找不到政策 `{name}`",
    "there is no policy `{name}`",
    "请写政策文件的路径；只写名称时，在本文件所在的文件夹和各级 `policies` 文件夹中寻找。",
    "Write the path of its file; a name alone is sought beside this file and in the folders `policies` above it.",
)
UNKNOWN_RULE = Message(
    "unknown-rule",
    Severity.ERROR,
    "政策 `{policy}` 没有规则 `{name}`",
    "the policy `{policy}` has no rule `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_READING = Message(
    "unknown-reading",
    Severity.ERROR,
    "规则 `{rule}` 没有名为 `{name}` 的其他理解",
    "the rule `{rule}` has no reading `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_CONSEQUENCE = Message(
    "unknown-consequence",
    Severity.ERROR,
    "政策没有针对 `{subject}` 的后果 `{name}`",
    "the policy has no consequence `{name}` for each `{subject}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_ENTITY = Message(
    "unknown-entity",
    Severity.ERROR,
    "词汇表没有实体 `{name}`",
    "the vocabulary has no entity `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_COLUMN = Message(
    "unknown-column",
    Severity.ERROR,
    "`{entity}` 没有字段 `{name}`，政策也没有这样的认定",
    "`{entity}` has no field `{name}`, and the policy no determination of that name",
    "{suggestion}",
    "{suggestion}",
)
NOT_SAID = Message(
    "not-said",
    Severity.ERROR,
    "这一例没有写 `{key}`，外层也没有",
    "neither this case nor what stands around it says its `{key}`",
    "请写上 `{key}`。",
    "Write `{key}`.",
)
NOT_OPEN = Message(
    "not-open",
    Severity.ERROR,
    "政策没有名为 `{name}` 且未给出数值的目标值",
    "the policy has no target `{name}` that it leaves unspecified",
    "案例只能填写 `unspecified` 的目标值；其余的以政策为准。{suggestion}",
    "A case can fill in `unspecified` targets alone; any other is what the policy says. {suggestion}",
)
BAD_REPEAT = Message(
    "bad-repeat",
    Severity.ERROR,
    "`{found}` 不是行数",
    "`{found}` is no number of rows",
    "请写 1 到 {most} 的整数。",
    "Write a whole number from 1 to {most}.",
)
NOT_A_DAY = Message(
    "not-a-day",
    Severity.ERROR,
    "`{found}` 不是日期",
    "`{found}` is no date",
    "请写作 `2018-12-31`。",
    "Write it as `2018-12-31`.",
)
REFUSED_FACTS = Message(
    "refused-facts",
    Severity.ERROR,
    "这一例的事实被拒：{refusals}",
    "the facts of this case are refused: {refusals}",
)

MESSAGES = catalogue(globals())

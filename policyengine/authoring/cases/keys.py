"""The keys of case files; the reader checks by these tables and the JSON Schema is made of them."""

from policyengine.reading.keys import KeyTable, optional, required

_GIVEN: KeyTable = {
    "title": optional("text", "说明这一例（组）检验什么", "what the case, or the group of cases, is about"),
    "rule": optional("text", "规则的标识", "the rule's identifier"),
    "reading": optional("text", "按规则的哪一种其他理解", "which other reading of the rule"),
    "subject": optional("text", "判定对象的 id", "the id of the subject"),
    "subjects": optional(
        "words_by_name", "各种对象默认的 id：`{种类: id}`", "the subject of each kind, unless a case names its own"
    ),
    "as_of": optional("date", "按哪一天评价", "the day that the verdict is as of"),
    "facts": optional(
        "facts",
        "事实：`{实体: [行, …]}`；与外层同 id 的行在其上修改，其余添加",
        "the facts, `{entity: [row, …]}`; a row with the id of one further out changes it, others are added",
    ),
    "defaults": optional(
        "defaults", "各行默认的单元格：`{实体: {字段: 值}}`", "cells that rows have unless they say so"
    ),
    "incomplete": optional("words", "不完整的表", "the tables that may lack rows"),
    "targets": optional(
        "values",
        "方案没有给出的目标值，检验时当作多少：`{名称: 数或日期}`",
        "what targets that the plan leaves `unspecified` are taken to be, `{name: number or date}`",
    ),
    "snapshot_on": optional("date", "不带日期的字段在哪一天为真", "the day on which undated fields were true"),
}

CASE: KeyTable = {
    **_GIVEN,
    "expect": required("expect", "应得的结论", "the verdict that there must be"),
    "readings": optional(
        "readings", "同样的事实按规则的其他理解应得的结论", "what other readings of the rule must say of the same facts"
    ),
    "days": optional("days", "同样的事实在其他日子应得的结论", "what must be said of the same facts as of other days"),
}

GROUP: KeyTable = {
    **_GIVEN,
    "tests": required(
        "tests", "案例，或共用上述内容的案例组", "cases, or groups of cases, that share what stands above"
    ),
}

FILE: KeyTable = {
    "cases": required("text", "所检验政策的名称或路径", "the name or the path of the policy that is tested"),
    "vocabulary": optional("vocabulary", "替换政策的词汇表", "replaces the policy's vocabulary"),
    **GROUP,
    "survivors": optional("survivors", "任何案例都不应察觉的改动", "changes of rules that no case need notice"),
}

EXPECT: KeyTable = {
    "status": required("status", "状态；`no_verdict` 表示没有结论", "the status, or `no_verdict`"),
    "lo": optional("bound", "测算值的下界", "the lower bound of the measure"),
    "hi": optional("bound", "测算值的上界", "the upper bound of the measure"),
    "gap": optional("bound", "差距", "the amount that is lacking"),
    "reasons": optional("listed", "理由", "the reasons"),
    "missing": optional("listed", "尚缺的事实", "the facts that are missing"),
    "consequences": optional(
        "follows",
        "引出哪些后果：`{后果: yes}`，或 `no`、`unknown`",
        "which consequences follow: `{id: yes}`, or `no`, `unknown`",
    ),
}

SURVIVOR: KeyTable = {
    "rule": required("text", "规则的标识", "the rule's identifier"),
    "reading": optional("text", "规则的哪一种其他理解", "which other reading of the rule"),
    "change": required(
        "text", "改动，照 `--mutate` 列出的写；`*` 代表任意文字", "the change, as `--mutate` lists it; `*` is any text"
    ),
    "reason": required("text", "为何无须察觉", "why no case need notice it"),
}

REPEAT = "repeat"
NO_VERDICT = "no_verdict"

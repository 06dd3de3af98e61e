"""The keys of `facts.yaml` (language.md §2); its reader checks by these tables and the JSON Schema is made of them."""

from policyengine.reading.keys import KeyTable, optional, required

FACTS: KeyTable = {
    "facts": required("tables", "各实体的表", "the tables, by entity"),
    "trusted": optional(
        "boolean", "数据库中的事实已另行核对，不再检查", "the facts in the database have been checked elsewhere"
    ),
    "snapshot_on": optional("date", "不带日期的字段在哪一天为真", "the day on which undated fields were true"),
}

TABLE: KeyTable = {
    "file": optional("text", "文件名", "the file"),
    "table": optional("text", "工作表或数据库表的名称", "the sheet, or the table of a database"),
    "columns": optional("columns", "字段对应的列名：`{字段: 列名}`", "headers by field: `{field: header}`"),
    "complete": optional(
        "boolean", "表是否完整：`false` 表示未列出的可能存在", "`false`: rows that are not here may exist all the same"
    ),
    "unknown": optional("words", "表示“不详”的写法", "what stands for unknown"),
}

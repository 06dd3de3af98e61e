"""The keys of vocabulary files; the reader checks by these tables and the JSON Schema is made of them."""

from policyengine.reading.keys import KeyTable, optional, required

VOCABULARY: KeyTable = {
    "vocabulary": required("name", "词汇表的名称", "the vocabulary's name"),
    "entities": required("entities", "规则可以谈到的各种对象", "the kinds of things that rules may name"),
}

ENTITY: KeyTable = {
    "label": optional("label", "名称", "its name for people"),
    "plural": required("name", "作为下级对象时的名称", "what its rows are called as children"),
    "belongs_to": optional(
        "belongs_to", "上级对象，以及通向它的引用", "its ancestors and the references that lead there"
    ),
    "lifetime": optional("lifetime", "存续期间由哪些字段表示", "the fields that say from when until when it exists"),
    "event_date": optional("name", "发生日期的字段", "the field that says when it happened"),
    "fields": optional("fields", "字段", "its fields"),
}

LIFETIME: KeyTable = {
    "from": optional("name", "起始日期的字段", "the field of the first day"),
    "until": optional("name", "终止日期的字段", "the field of the last day"),
}

LABEL: KeyTable = {
    "zh": required("text", "中文名称", "in Chinese"),
    "en": required("text", "英文名称", "in English"),
}

TYPES: KeyTable = {
    "text": optional("nothing", "文字", "a text"),
    "boolean": optional("nothing", "是或否", "yes or no"),
    "integer": optional("integer_bounds", "整数及其上下限", "a whole number and its bounds"),
    "decimal": optional("decimal_bounds", "小数、小数位数及其上下限", "a decimal, its places and bounds"),
    "date": optional("date_bounds", "日期及其上下限", "a date and its bounds"),
    "enum": optional("choices", "可选值", "the values to choose from"),
    "code": optional("scheme", "代码的编制规则", "the scheme that the code follows"),
    "reference": optional("name", "所引用的实体", "the entity that it points to"),
}

FIELD: KeyTable = {
    **TYPES,
    "label": optional("label", "名称", "its name for people"),
    "optional": optional("boolean", "空白表示“无”而不是“不详”", "empty means none rather than unknown"),
    "personal": optional("boolean", "个人信息", "personal information"),
    "expiry": optional(
        "boolean", "有效期的最后一天，临近时预警", "the last day of something's validity, to be warned of"
    ),
}

NOTHING_MORE: KeyTable = {}

INTEGER: KeyTable = {
    "min": optional("number", "下限（含）", "the least value"),
    "max": optional("number", "上限（含）", "the greatest value"),
}

DECIMAL: KeyTable = {"digits": required("count", "小数位数", "decimal places"), **INTEGER}

DATE: KeyTable = {
    "min": optional("date", "最早日期（含）", "the earliest day"),
    "max": optional("date", "最晚日期（含）", "the latest day"),
}

"""Why facts are refused, and what is said of those that are left aside."""

from policyengine.reading.findings import Message, Severity, catalogue

ERROR = Severity.ERROR
NOTE = Severity.NOTE

# --- cells ------------------------------------------------------------------------------------------------------------

NOT_BOOLEAN = Message(
    "not-boolean",
    ERROR,
    "应为“是”或“否”",
    "expected yes or no",
    "可写 是/否、true/false、yes/no、1/0；不知道时写“未知”。",
    "Write yes/no, true/false, 是/否 or 1/0; write 未知 where it is not known.",
)
NOT_INTEGER = Message(
    "not-integer",
    ERROR,
    "应为 64 位以内的整数",
    "expected a whole number of at most 64 bits",
    "只用数字，不带单位。",
    "Use digits alone, without units.",
)
NOT_DECIMAL = Message(
    "not-decimal",
    ERROR,
    "应为最多 {digits} 位小数的数",
    "expected a number with at most {digits} decimal places",
    "只用数字和小数点；二进制浮点数须能精确还原为 {digits} 位小数。",
    "Use digits and a point; a binary float must be exactly restorable from {digits} decimal places.",
)
NOT_DATE = Message(
    "not-date",
    ERROR,
    "应为日期，如 2018-05-09",
    "expected a date such as 2018-05-09",
    "写成 年-月-日，月、日各两位。",
    "Write year-month-day, month and day with two digits.",
)
NOT_CHOICE = Message(
    "not-choice",
    ERROR,
    "不在可选值之内",
    "none of the known values",
    "可用的有：{choices}。",
    "Known are: {choices}.",
)
WRONG_CODE = Message("wrong-code", ERROR, "{reason}", "{reason}")
WRONG_CHECK_DIGIT = Message(
    "wrong-check-digit",
    ERROR,
    "{reason}",
    "{reason}",
    "请与登记证书核对；没有代码的留空。",
    "Compare with the certificate; leave empty where there is none.",
)
BELOW_MINIMUM = Message("below-minimum", ERROR, "小于下限 `{bound}`", "below the least value `{bound}`")
ABOVE_MAXIMUM = Message("above-maximum", ERROR, "大于上限 `{bound}`", "above the greatest value `{bound}`")

# --- rows -------------------------------------------------------------------------------------------------------------

EMPTY_ID = Message(
    "empty-id",
    ERROR,
    "编号为空",
    "the id is empty",
    "每一行都要有编号；多余的空行请删去。",
    "Every row needs an id; delete rows that are not meant.",
)
DUPLICATE_ID = Message(
    "duplicate-id",
    ERROR,
    "编号重复",
    "the id is not the only one of its kind",
    "同一个 {entity} 只能占一行。",
    "One {entity} has one row.",
)
EMPTY_REQUIRED = Message("empty-required", ERROR, "不得为空", "must not be empty or unknown")
ENDS_BEFORE_START = Message(
    "ends-before-start",
    ERROR,
    "终止日期 `{end}` 早于起始日期 `{start}`",
    "`{end}` comes before `{start}`",
)

# --- between tables ---------------------------------------------------------------------------------------------------

DANGLING_REFERENCE = Message(
    "dangling-reference",
    ERROR,
    "表 {entity} 中没有这个编号",
    "no row of {entity} has this id",
    "补上该行；如该表本来不全，请在 facts.yaml 中写明 `complete: false`。",
    "Add the row; if that table is not meant to be complete, say `complete: false` in facts.yaml.",
)
CONTRADICTORY_PARENTS = Message(
    "contradictory-parents",
    ERROR,
    "同一行所属的 {ancestor} 前后矛盾",
    "the row belongs to more than one {ancestor}",
    "下列各途径得出的编号应当一致：{routes}。",
    "These ways must lead to the same id: {routes}.",
)

# --- headers ----------------------------------------------------------------------------------------------------------

NO_ID = Message(
    "no-id",
    ERROR,
    "表 {entity} 没有编号列",
    "the table of {entity} has no column for the id",
    "列名可为 {names}，或在 facts.yaml 的 `columns` 中指明。",
    "Call it {names}, or name it under `columns` in facts.yaml.",
)
DUPLICATE_HEADER = Message("duplicate-header", ERROR, "列名 `{header}` 重复", "the header `{header}` stands twice")
RESERVED_HEADER = Message(
    "reserved-header",
    ERROR,
    "列名 `{header}` 为系统保留",
    "the header `{header}` is reserved",
    "请改用别的列名。",
    "Choose another name for it.",
)
TWO_HEADERS = Message(
    "two-headers",
    ERROR,
    "不止一列对应字段 `{field}`：{headers}",
    "more than one column holds the field `{field}`: {headers}",
    "只保留其中一列。",
    "Keep one of them.",
)
UNSUPPORTED_COLUMN = Message(
    "unsupported-column",
    ERROR,
    "列的类型 `{type}` 无法读作字段 `{field}`",
    "a column of type `{type}` cannot be read as the field `{field}`",
    "请用文本、数字、日期或布尔列。",
    "Use a column of texts, numbers, dates or booleans.",
)
MAPPED_COLUMN_ABSENT = Message(
    "mapped-column-absent",
    ERROR,
    "facts.yaml 所指的列 `{header}` 不存在",
    "facts.yaml names a column `{header}`, which is not there",
    "{suggestion}",
    "{suggestion}",
)

# --- files ------------------------------------------------------------------------------------------------------------

WRONG_ENCODING = Message(
    "wrong-encoding",
    ERROR,
    "文件不是 UTF-8 编码（字节 {offset} 处无法读取）",
    "the file is not encoded in UTF-8 (byte {offset} cannot be read)",
    "请另存为 UTF-8 编码。",
    "Save it in UTF-8.",
)
NO_HEADER = Message(
    "no-header",
    ERROR,
    "没有列名",
    "there are no headers",
    "各列上方应有一行列名。",
    "A line above the rows must name the columns.",
)
RAGGED_LINE = Message(
    "ragged-line",
    ERROR,
    "字段数应为 {expected}",
    "expected {expected} values",
    "所列各行的字段数不同；含逗号的值要加双引号。",
    "The rows listed have another number of values; a value with a comma needs double quotes.",
)
BROKEN_FILE = Message(
    "broken-file",
    ERROR,
    "无法按 {format} 格式读取",
    "cannot be read as {format}",
    "文件可能已损坏，或扩展名与内容不符；请重新导出。",
    "It may be damaged, or its name may not fit its contents; export it again.",
)
UNREADABLE_FILE = Message("unreadable-file", ERROR, "无法打开：{reason}", "cannot be opened: {reason}")
DIFFERENT_PARTS = Message(
    "different-parts",
    ERROR,
    "各分片的列或类型与 `{first}` 不同",
    "its columns or their types differ from those of `{first}`",
    "同一张表的各个 Parquet 文件应有相同的列。",
    "All Parquet files of one table must have the same columns.",
)
TWO_FILES = Message(
    "two-files",
    ERROR,
    "实体 `{entity}` 有不止一份来源：{files}",
    "more than one source gives the entity `{entity}`: {files}",
    "只保留一份，或在 facts.yaml 中用 `file` 指明。",
    "Keep one, or name it as `file` in facts.yaml.",
)
FILE_OUTSIDE = Message(
    "file-outside",
    ERROR,
    "`{file}` 不在事实文件夹之内",
    "`{file}` lies outside the folder of facts",
    "`file` 只能写文件夹内的相对路径。",
    "`file` is a relative path within the folder.",
)
FILE_ABSENT = Message(
    "file-absent", ERROR, "没有文件 `{file}`", "there is no file `{file}`", "{suggestion}", "{suggestion}"
)
SHEET_ABSENT = Message(
    "sheet-absent",
    ERROR,
    "没有工作表 `{sheet}`",
    "there is no sheet `{sheet}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_FORMAT = Message(
    "unknown-format",
    ERROR,
    "无法识别的文件格式",
    "not a format that is read",
    "可用 CSV、JSON、Parquet、XLSX 和 XLS。",
    "CSV, JSON, Parquet, XLSX and XLS are read.",
)
UNKNOWN_FIELD = Message(
    "unknown-field",
    ERROR,
    "实体 `{entity}` 没有字段 `{name}`",
    "the entity `{entity}` has no field `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNKNOWN_TABLE = Message(
    "unknown-table",
    ERROR,
    "词汇中没有实体 `{name}`",
    "the vocabulary has no entity `{name}`",
    "{suggestion}",
    "{suggestion}",
)
UNUSABLE_TABLE = Message(
    "unusable-table",
    ERROR,
    "不是表格",
    "not a table",
    "可用数据框、Arrow 表、逐行的字典列表或逐列的字典。",
    "Use a data frame, an Arrow table, a list of one dict a row, or a dict of one list a column.",
)
NOT_A_CELL = Message(
    "not-a-cell",
    ERROR,
    "单元格应为文字、数字、日期或布尔值",
    "a cell should be a text, a number, a date or a boolean",
)
UNEQUAL_COLUMNS = Message(
    "unequal-columns",
    ERROR,
    "各列长度不一",
    "the columns are not of one length",
)
NOT_JUDGED = Message(
    "not-judged",
    ERROR,
    "认定结果应为“是”或“否”",
    "a determination is expected to be yes or no",
    "可写 是/否、true/false、yes/no、1/0；未认定的留空。",
    "Write yes/no, true/false, 是/否 or 1/0; leave empty where none was made.",
)

# --- left aside -------------------------------------------------------------------------------------------------------

UNUSED_COLUMNS = Message(
    "unused-columns",
    NOTE,
    "这些列不是 {entity} 的字段：{columns}",
    "these columns are no fields of {entity}: {columns}",
    "它们只在作为认定结果被引用时使用。",
    "They are used only where a definition names one as a determination.",
)
UNUSED_FILE = Message(
    "unused-file",
    NOTE,
    "`{name}` 不对应任何实体，未读取",
    "`{name}` is the table of no entity and was not read",
    "{suggestion}",
    "{suggestion}",
)

MESSAGES = catalogue(globals())

"""What in a spreadsheet may be two things and is refused, and what is told of how a spreadsheet was read."""

from policyengine.reading.findings import Message, Severity, catalogue

ERROR = Severity.ERROR
NOTE = Severity.NOTE

# --- cells that may mean several things -------------------------------------------------------------------------------

TURNED_DATE = Message(
    "turned-date",
    ERROR,
    "分不清哪个是月、哪个是日",
    "which number is the month and which the day is not clear",
    "写成 年-月-日，如 2021-03-04 或 2021年3月4日。",
    "Write year-month-day, as in 2021-03-04.",
)
SHORT_YEAR = Message(
    "short-year",
    ERROR,
    "年份只有两位数",
    "the year has two digits only",
    "写出四位年份，如 2021-03-04。",
    "Write the year with four digits, as in 2021-03-04.",
)
OTHER_EPOCH = Message(
    "other-epoch",
    ERROR,
    "工作簿用 1904 日期系统，分不清这个序列号从哪一天数起",
    "the workbook counts days from 1904, so that it is not clear which day this serial number is",
    "把这一列设为日期格式，或写成 2021-03-04。",
    "Format the column as dates, or write 2021-03-04.",
)
NO_DAY = Message(
    "no-day",
    ERROR,
    "日期不完整",
    "the date is not complete",
    "写到日，如 2021-03-04；不知道具体日期时写“不详”。",
    "Write the day too, as in 2021-03-04; write 不详 where it is not known.",
)
UNCLEAR_NUMBER = Message(
    "unclear-number",
    ERROR,
    "分不清逗号或空格是千位分隔还是小数点",
    "whether the comma or space parts thousands or decimals is not clear",
    "千位分隔写成 1,234,567，小数写成 1.5。",
    "Write thousands as 1,234,567 and decimals as 1.5.",
)
UNCLEAR_TICK = Message(
    "unclear-tick",
    ERROR,
    "分不清是“是”还是“否”",
    "whether this is yes or no is not clear",
    "写“是”或“否”（√ 为是，× 为否）；不知道时写“不详”。",
    "Write 是 or 否, yes or no (√ is yes, × is no); write 不详 where it is not known.",
)
NOT_OPTIONAL = Message(
    "not-optional",
    ERROR,
    "此列不能填“无”：分不清是零、是“否”，还是不知道",
    "this column cannot hold 无: it may mean zero, no, or not known",
    "数量为零写 0；不知道时写“不详”或留空。",
    "Write 0 where there are none; write 不详, or nothing, where it is not known.",
)
PLACEHOLDER = Message(
    "placeholder",
    ERROR,
    "分不清这个符号是“无”还是“不详”",
    "whether this sign means none or unknown is not clear",
    "没有的写“无”，不知道的写“不详”。",
    "Write 无 where there is none, 不详 where it is not known.",
)
LOST_DIGITS = Message(
    "lost-digits",
    ERROR,
    "电子表格已把长数字变成科学计数，末几位可能已丢失",
    "the spreadsheet has turned a long number into an exponent; its last digits may be lost",
    "把这一列设为文本格式，再重新填写完整的编号。",
    "Format the column as text and enter the whole number again.",
)
FAILED_FORMULA = Message(
    "failed-formula",
    ERROR,
    "公式出错或尚未计算",
    "a formula that failed or was not computed",
    "改正公式，或改填数值；不知道时写“不详”。",
    "Correct the formula or enter the value itself; write 不详 where it is not known.",
)
UNCLEAR_MERGE = Message(
    "unclear-merge",
    ERROR,
    "合并单元格的值应属于哪一行、哪一列不清楚",
    "to which rows and columns the value of a merged cell belongs is not clear",
    "取消合并，逐格填写。",
    "Unmerge the cells and fill in each.",
)

UNKNOWN_ENCODING = Message(
    "unknown-encoding",
    ERROR,
    "文件既不是 UTF-8，也不是 GB18030 编码（字节 {offset} 处无法读取）",
    "the file is encoded neither in UTF-8 nor in GB18030 (byte {offset} cannot be read)",
    "文件可能已损坏；在 Excel 中另存为“CSV UTF-8（逗号分隔）”，或直接提供 XLSX。",
    "It may be damaged; save it as “CSV UTF-8 (comma delimited)” in Excel, or supply the XLSX itself.",
)
LOCKED_FILE = Message(
    "locked-file",
    ERROR,
    "文件有密码，无法读取",
    "the file has a password and cannot be read",
    "去掉密码后另存一份。",
    "Save a copy without the password.",
)

# --- how a sheet was read ---------------------------------------------------------------------------------------------

TAKEN_FOR = Message("taken-for", NOTE, "列 `{column}`：{kinds}", "column `{column}`: {kinds}")
TITLE_ROWS = Message(
    "title-rows", NOTE, "列名在第 {header} 行，其上各行未读取", "headers are in row {header}; rows above were not read"
)
TOTAL_ROWS = Message("total-rows", NOTE, "合计行未读取：第 {rows} 行", "rows of totals were not read: row {rows}")
EXAMPLE_ROWS = Message("example-rows", NOTE, "示例行未读取：第 {rows} 行", "example rows were not read: row {rows}")
FOOTER_ROWS = Message("footer-rows", NOTE, "表尾说明未读取：第 {rows} 行", "remarks below were not read: row {rows}")
REPEATED_HEADERS = Message(
    "repeated-headers", NOTE, "重复的列名行未读取：第 {rows} 行", "headers that stand again were not read: row {rows}"
)
NAMELESS_COLUMNS = Message(
    "nameless-columns",
    NOTE,
    "没有列名的列未读取：第 {columns} 列",
    "columns without a header were not read: column {columns}",
)
FILLED_DOWN = Message(
    "filled-down",
    NOTE,
    "列 `{column}`：合并单元格的值填入其每一行（{n} 处，如第 {top}–{bottom} 行）",
    "column `{column}`: merged cells were filled down into each of their rows ({n}, such as rows {top}–{bottom})",
)
ONLY_EXAMPLES = Message(
    "only-examples",
    NOTE,
    "只有示例行，视为未提供（确实一行也没有的，请删去示例行）",
    "holds an example alone and counts as not supplied (where there truly is no row, delete the example)",
)
UNUSED_SHEET = Message(
    "unused-sheet",
    NOTE,
    "工作表 `{sheet}` 不对应任何实体，未读取",
    "the sheet `{sheet}` is the table of no entity and was not read",
    "{suggestion}",
    "{suggestion}",
)
UNUSED_MANIFEST = Message(
    "unused-manifest",
    NOTE,
    "同一文件夹的 facts.yaml 未读取",
    "facts.yaml in the same folder was not read",
    "要按它读取，请给出文件夹。",
    "Name the folder to have it count.",
)
OTHER_ENCODING = Message(
    "other-encoding", NOTE, "不是 UTF-8，按 GB18030（GBK）读取", "not UTF-8: read as GB18030 (GBK)"
)
OLD_WORKBOOK = Message(
    "old-workbook",
    NOTE,
    ".xls 文件中出错的公式与空单元格无法区分",
    "in an .xls file formulas that failed cannot be told from empty cells",
    "如有公式，请另存为 .xlsx 再用。",
    "Where it has formulas, save it as .xlsx.",
)

MESSAGES = catalogue(globals())

"""The findings of reading files and YAML (language.md §1)."""

from policyengine.reading.findings import Message, Severity, catalogue

NO_SUCH_FILE = Message(
    "no-such-file",
    Severity.ERROR,
    "没有文件 `{path}`",
    "there is no file `{path}`",
    "请检查路径和当前目录。",
    "Check the path and the current directory.",
)
IS_A_DIRECTORY = Message(
    "is-a-directory",
    Severity.ERROR,
    "`{path}` 是目录，不是文件",
    "`{path}` is a directory, not a file",
    "请写出目录中的文件名。",
    "Name the file within it.",
)
NOT_A_REGULAR_FILE = Message(
    "not-a-regular-file",
    Severity.ERROR,
    "`{path}` 不是普通文件",
    "`{path}` is not a regular file",
    "请先把内容存成文件。",
    "Save the content as a file first.",
)
UNREADABLE = Message(
    "unreadable",
    Severity.ERROR,
    "无法打开 `{path}`：`{reason}`",
    "cannot open `{path}`: `{reason}`",
    "请检查文件的读取权限。",
    "Check the permission to read it.",
)
FILE_TOO_LARGE = Message(
    "file-too-large",
    Severity.ERROR,
    "文件有 {size} 字节，最多允许 {most} 字节",
    "the file has {size} bytes; at most {most} are allowed",
    "请确认给出的是政策文件，而不是数据文件。",
    "Check that this is a policy, not a file of data.",
)
NOT_UTF8 = Message(
    "not-utf8",
    Severity.ERROR,
    "文件不是 UTF-8 编码：此处有字节 `{byte}`，看来是 {encoding}",
    "the file is not UTF-8: the byte `{byte}` stands here; its encoding is probably {encoding}",
    "请在编辑器中“另存为”并选择 UTF-8，或运行 `iconv -f {encoding} -t UTF-8 旧文件 > 新文件`。",
    "Save it again as UTF-8 in your editor, or run `iconv -f {encoding} -t UTF-8 old > new`.",
)
FORBIDDEN_CHARACTER = Message(
    "forbidden-character",
    Severity.ERROR,
    "文件中有不可见的控制字符 `{character}`",
    "the file has the invisible control character `{character}`",
    "请删去该字符。",
    "Delete it.",
)
EMPTY_FILE = Message(
    "empty-file",
    Severity.ERROR,
    "文件是空的",
    "the file is empty",
)
SEVERAL_DOCUMENTS = Message(
    "several-documents",
    Severity.ERROR,
    "一个文件只能有一份 YAML 文档，这里开始了第二份",
    "a file has one YAML document; a second one begins here",
    "请删去 `---`，或把第二份放到另一个文件。",
    "Delete the `---`, or move the second one to a file of its own.",
)
YAML_SYNTAX = Message(
    "yaml-syntax",
    Severity.ERROR,
    "YAML 写法有误：{problem}",
    "not well-formed YAML: {problem}",
    "{advice}",
    "{advice}",
)
TOO_DEEP = Message(
    "too-deep",
    Severity.ERROR,
    "嵌套超过 {most} 层",
    "nested more than {most} levels deep",
    "请用 `definitions` 拆开。",
    "Split it with `definitions`.",
)
TOO_MANY_NODES = Message(
    "too-many-nodes",
    Severity.ERROR,
    "文件中的键和值超过 {most} 个",
    "the file has more than {most} keys and values",
    "请把政策拆成几个文件。",
    "Split the policy into several files.",
)
FOREIGN_TAG = Message(
    "foreign-tag",
    Severity.ERROR,
    "不支持 YAML 标签 `{tag}`",
    "the YAML tag `{tag}` is not supported",
    "请删去标签；值的类型由所在的键决定。",
    "Delete the tag; the key decides what its value means.",
)
ALIAS_CYCLE = Message(
    "alias-cycle",
    Severity.ERROR,
    "引用 `*{anchor}` 包含了自身",
    "the alias `*{anchor}` contains itself",
    "请把内容直接写出。",
    "Write the content out.",
)
UNKNOWN_ALIAS = Message(
    "unknown-alias",
    Severity.ERROR,
    "引用 `*{anchor}` 之前没有 `&{anchor}`",
    "no `&{anchor}` stands before the alias `*{anchor}`",
    "如果 `*` 属于文字，请给整个值加上引号。",
    "If the `*` belongs to a text, put the whole value in quotes.",
)
ALIASES_EXPAND = Message(
    "aliases-expand",
    Severity.ERROR,
    "引用展开后超过 {most} 个值（到 `*{anchor}` 为止）",
    "the aliases expand to more than {most} values (counted up to `*{anchor}`)",
    "请少用引用，改用 `definitions`。",
    "Use fewer aliases; `definitions` serve the same end.",
)
KEY_NOT_WORD = Message(
    "key-not-word",
    Severity.ERROR,
    "键必须是一个词",
    "a key must be a word",
    "`[…]` 和 `{{…}}` 不能作键；以此开头的文字要加引号。",
    "A list or mapping cannot be a key; a text that begins so needs quotes.",
)
NULL_KEY = Message(
    "null-key",
    Severity.ERROR,
    "冒号前没有键",
    "no key stands before the colon",
    "请补上键；如果冒号属于文字，请给文字加上引号。",
    "Write the key; if the colon belongs to a text, put the text in quotes.",
)
CUT_BY_COMMA = Message(
    "cut-by-comma",
    Severity.ERROR,
    "`{key}` 后面没有值",
    "`{key}` has no value",
    "`{{…}}` 中的逗号会把文字切断：请给文字加上引号，或改成每行一个键的写法。",
    "A comma inside `{{…}}` cut your text: put the text in quotes, or write one key a line.",
)
DUPLICATE_KEY = Message(
    "duplicate-key",
    Severity.ERROR,
    "键 `{key}` 重复：第 {line} 行已经写过",
    "the key `{key}` is repeated: it already stands on line {line}",
    "同一层的每个键只能出现一次，请删去或改名。",
    "A mapping has each key once; delete or rename one of them.",
)

# --- shapes and values ------------------------------------------------------------------------------------------------

UNKNOWN_KEY = Message(
    "unknown-key",
    Severity.ERROR,
    "不认识的键 `{key}`",
    "unknown key `{key}`",
    "{suggestion}",
    "{suggestion}",
)
MISSING_KEY = Message(
    "missing-key",
    Severity.ERROR,
    "缺少键 `{key}`",
    "the key `{key}` is missing",
    "`{key}`:{meaning}。",
    "`{key}`: {meaning}.",
)
NOT_A_MAPPING = Message(
    "not-a-mapping",
    Severity.ERROR,
    "`{key}` 应为若干“键: 值”，而这里是 {found}",
    "`{key}` should hold keys and values; {found} stands here",
    "写作 `{{键: 值}}`，或每行一个键。",
    "Write `{{key: value}}`, or one key a line.",
)
NOT_A_LIST = Message(
    "not-a-list",
    Severity.ERROR,
    "`{key}` 应为列表，而这里是 {found}",
    "`{key}` should be a list; {found} stands here",
    "写作 `[一, 二]`，或每行一个 `-`。",
    "Write `[one, two]`, or one `-` a line.",
)
NOT_A_WORD = Message(
    "not-a-word",
    Severity.ERROR,
    "`{key}` 应为一个值，而这里是 {found}",
    "`{key}` should be a single value; {found} stands here",
    "如果这是一段文字，请加上引号。",
    "If this is a text, put it in quotes.",
)
EMPTY_VALUE = Message(
    "empty-value",
    Severity.ERROR,
    "`{key}` 没有内容",
    "`{key}` is empty",
    "请补上内容；不需要时删去这个键。",
    "Fill it in, or delete the key.",
)
NOT_ONE_OF = Message(
    "not-one-of",
    Severity.ERROR,
    "`{key}` 不能是 `{found}`",
    "`{key}` cannot be `{found}`",
    "{suggestion}",
    "{suggestion}",
)
BAD_NUMBER = Message(
    "bad-number",
    Severity.ERROR,
    "`{found}` 不是数",
    "`{found}` is not a number",
    "{meant}写作 `13`、`12.5`、`5%` 或 `2/3`：半角数字，不带千分位和单位，最多 {most} 个字符。",
    "{meant}Write `13`, `12.5`, `5%` or `2/3`: half-width digits, no separators or units, at most {most} characters.",
)
BAD_DATE = Message(
    "bad-date",
    Severity.ERROR,
    "`{found}` 不是日期",
    "`{found}` is not a date",
    "{meant}写作 `2018-05-09`：年四位、月日各两位，且确有这一天。",
    "{meant}Write `2018-05-09`, with four and two and two digits; the calendar must have the day.",
)

MESSAGES = catalogue(globals())

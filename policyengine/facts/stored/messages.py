"""What is said of facts that stay where they are stored, beside what is said of all facts."""

from policyengine.reading.findings import Message, Severity, catalogue

ERROR = Severity.ERROR
NOTE = Severity.NOTE

STORED_CHECKED = Message(
    "stored-checked",
    NOTE,
    "事实留在 {backend} 中，并已在其中检查（统一社会信用代码的校验位除外）",
    "the facts stay in {backend} and were checked there (but for the check digits of credit codes)",
)
STORED_TRUSTED = Message(
    "stored-trusted",
    NOTE,
    "事实留在 {backend} 中，按声明予以信任，未作检查",
    "the facts stay in {backend}; they are declared trusted and were not checked",
)
TABLE_ABSENT = Message(
    "table-absent",
    ERROR,
    "数据库中没有表 `{name}`",
    "the database has no table `{name}`",
    "{suggestion}",
    "{suggestion}",
)
NOT_IN_PLACE = Message(
    "not-in-place",
    ERROR,
    "{backend} 只能直接读取 Parquet 和 CSV",
    "{backend} reads Parquet and CSV alone where they lie",
    "请换成这两种格式，或用 polars 后端。",
    "Use one of these formats, or the backend polars.",
)
NO_STORED_TABLES = Message(
    "no-stored-tables",
    ERROR,
    "数据库中没有与任何实体对应的表",
    "no table of the database is that of an entity",
    "表名应为实体的名称、复数或中文名，或在 facts.yaml 的 `table` 中指明。",
    "Tables are called by an entity's name, plural or label, or are named as `table` in facts.yaml.",
)

MESSAGES = catalogue(globals())

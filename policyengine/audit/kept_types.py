"""Whether tables of an archive are such as reading facts gives: a stranger's archive may hold any others."""

import polars as pl

from policyengine.audit.errors import ForgedError
from policyengine.audit.record import TableManifest
from policyengine.facts.normalise import FIELD_DTYPES
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity

ID = "id"
WORDS = (pl.String, pl.Categorical, pl.Enum)


def refuse_unfit(entity: Entity, kept: TableManifest, frame: pl.DataFrame) -> None:
    """Raises `ForgedError` where a table has other columns than its manifest says, or cells of other types than its
    fields, or ids that are absent, doubled or in disorder.
    """
    own = set(frame.columns) - {FILE_COLUMN, ROW_COLUMN}
    unlike = sorted(own - set(kept.columns)) or [name for name in sorted(own) if not _fits(entity, name, frame[name])]
    ids = frame[ID] if ID in own else pl.Series([None])
    if not unlike and (ids.has_nulls() or not (ids.shift() < ids).all()):
        unlike = [ID]
    if unlike:
        named = f"{entity.name}.{unlike[0]}"
        raise ForgedError(
            Text(f"档案中的 `{named}` 不是事实应有的样子", f"`{named}` in the archive is not as facts are read"),
        )


def _fits(entity: Entity, name: str, cells: pl.Series) -> bool:
    """Whether cells are of the type of their field; flags and offices' determinations are yes or no."""
    field = entity.fields.get(name)
    own: pl.DataType = pl.String() if name in (ID, "name") else pl.Boolean()
    wanted = own if field is None else FIELD_DTYPES[field.type]
    if wanted.is_integer():
        return cells.dtype.is_integer()
    return isinstance(cells.dtype, WORDS) if wanted == pl.String else cells.dtype == wanted

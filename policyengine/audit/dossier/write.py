"""The case file in the format that a file's name asks for; what a format needs is loaded for it alone."""

from collections.abc import Callable, Mapping
from pathlib import Path

from policyengine.audit.dossier.as_html import html_of
from policyengine.audit.dossier.model import CaseFile
from policyengine.reading.text import Text
from policyengine.verdicts.write import UnknownFormatError, replacing

Writer = Callable[[CaseFile, Path, Path | None], None]


def _html(case: CaseFile, path: Path, _font: Path | None) -> None:
    path.write_text(html_of(case), "utf-8")


def _docx(case: CaseFile, path: Path, _font: Path | None) -> None:
    from policyengine.audit.dossier.as_docx import write_docx  # noqa: PLC0415 - the extra `report`

    write_docx(case, path)


def _pdf(case: CaseFile, path: Path, font: Path | None) -> None:
    from policyengine.audit.dossier.as_pdf import write_pdf  # noqa: PLC0415 - the extra `report`

    write_pdf(case, path, font)


WRITERS: Mapping[str, Writer] = {".html": _html, ".docx": _docx, ".pdf": _pdf}


def writer_of(path: Path) -> Writer:
    """What writes a file of that name. Raises `UnknownFormatError` for a name that does not say how."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise UnknownFormatError(
            Text(f"不知道 `{path.name}` 应写成什么格式", f"the name `{path.name}` does not say which format to write"),
            Text(f"文件名的结尾可以是：{known}", f"names may end in: {known}"),
        )
    return writer


def write_case_file(case: CaseFile, path: Path, font: Path | None = None) -> None:
    """Write the case file whole or not at all; `font` is for PDF, where the system has none for Chinese."""
    writer = writer_of(path)
    with replacing(path) as made:
        writer(case, made, font)

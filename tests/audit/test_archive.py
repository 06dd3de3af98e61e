"""Archives: each file once, whole, and never another's."""

import os
from pathlib import Path

import pytest

from policyengine.audit.archive import Archive, open_archive
from policyengine.audit.digests import Algorithm, digest
from policyengine.audit.errors import AuditError, ForgedError
from policyengine.reading.errors import UnreadableInputError

DATA = b"a policy"
NAMED = digest(DATA, Algorithm.SHA256)


@pytest.fixture(params=["folder", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    """An archive in a folder, and one behind a URL."""
    return open_archive(str(tmp_path / "archive") if request.param == "folder" else f"memory://{tmp_path}")


def test_a_file_is_kept_once(archive: Archive) -> None:
    assert archive.put(DATA) == archive.put(DATA) == NAMED
    assert archive.get(NAMED) == DATA
    assert archive.unnamed(frozenset()) == (f"sha256/{NAMED[7:9]}/{NAMED[7:]}",)
    assert archive.unnamed(frozenset([NAMED])) == ()


def test_the_national_hash(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path), Algorithm.SM3)
    named = archive.put(DATA)
    assert named == digest(DATA, Algorithm.SM3)
    assert (tmp_path / "sm3" / named[4:6] / named[4:]).read_bytes() == DATA


def test_what_is_not_there(archive: Archive) -> None:
    with pytest.raises(ForgedError, match="lacks"):
        archive.get(NAMED)


@pytest.mark.parametrize("named", ["../../etc/passwd", "sha256:../../../etc/passwd", "/etc/passwd", ""])
def test_what_is_no_digest_leads_nowhere(archive: Archive, named: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        archive.get(named)


def path_of(folder: Path) -> Path:
    """Where the file lies."""
    return folder / "sha256" / NAMED[7:9] / NAMED[7:]


def test_any_flipped_byte_is_found_and_set_right_by_the_next_recording(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path))
    archive.put(DATA)
    for at in range(len(DATA)):
        path_of(tmp_path).write_bytes(DATA[:at] + bytes([DATA[at] ^ 1]) + DATA[at + 1 :])
        with pytest.raises(ForgedError, match="has been changed"):
            archive.get(NAMED)
    archive.put(DATA)
    assert archive.get(NAMED) == DATA


def test_a_link_is_no_file(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path))
    archive.put(DATA)
    elsewhere = tmp_path / "elsewhere"
    path_of(tmp_path).rename(elsewhere)
    path_of(tmp_path).symlink_to(elsewhere)
    with pytest.raises(UnreadableInputError):
        archive.get(NAMED)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path))
    path_of(tmp_path).parent.mkdir(parents=True)
    os.mkfifo(path_of(tmp_path))
    with pytest.raises(UnreadableInputError, match="not a plain file"):
        archive.get(NAMED)


def test_a_recording_that_was_broken_off_blocks_nothing(tmp_path: Path) -> None:
    archive = open_archive(str(tmp_path))
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "half").write_bytes(b"a pol")
    archive.put(DATA)
    assert archive.get(NAMED) == DATA
    assert archive.unnamed(frozenset([NAMED])) == ("incoming/half",)


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file", "utf-8")
    with pytest.raises(AuditError, match="cannot write to the archive"):
        open_archive(str(tmp_path / "archive")).put(DATA)


def test_an_address_of_no_known_kind() -> None:
    with pytest.raises(UnreadableInputError, match="cannot open the archive"):
        open_archive("nowhere://x")

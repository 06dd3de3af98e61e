"""An edit put into its file: whole or not at all, with the file's permissions, and only over what was read."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from policyengine.authoring.editing.edit import Edit
from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import Text
from policyengine.verdicts.write import replacing, unwritable


class ChangedMeanwhileError(PolicyEngineError):
    """A file that someone else has changed since it was read; it stays as they left it."""


def write_edit(edit: Edit) -> None:
    """Replace the file by its edited form; a symbolic link still leads to it.

    Raises `ChangedMeanwhileError`, and `UnwritableOutputError` where the file cannot be written; it is then as before.
    """
    replace_text(edit.path, edit.old, edit.new)


def replace_text(path: Path, old: bytes, new: bytes) -> None:
    """Replace a file whose bytes are `old`; its permissions stay, and its owner as far as the system lets them."""
    file = path.resolve()
    if not os.access(file, os.W_OK):
        raise unwritable(path, PermissionError(None, os.strerror(errno.EACCES)))
    with replacing(file) as made:
        made.write_bytes(new)
        shutil.copymode(file, made)
        kept = file.stat()
        with suppress(PermissionError):
            os.chown(made, kept.st_uid, kept.st_gid)
        if file.read_bytes() != old:
            raise ChangedMeanwhileError(
                Text(f"`{path}` 在此期间已被改动，未写入", f"`{path}` has been changed meanwhile; nothing was written"),
                Text("请再试一次。", "Try again."),
            )

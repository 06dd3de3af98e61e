"""What is asked of a backend that has tables of its own, and of one that reads files where they lie besides."""

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path

from policyengine.backends.backend import Backend, Frame


class Database(Backend):
    """A backend in which facts are stored."""

    @abstractmethod
    def names(self) -> list[str]:
        """The tables there are."""

    @abstractmethod
    def table(self, name: str) -> Frame:
        """One of `names`, or a table that a schema's name leads to (`schema.table`)."""

    @abstractmethod
    def civil(self, frame: Frame, instants: Sequence[str]) -> Frame:
        """The frame with instants, which are columns of times that have a zone, as clocks in `ZONE` show them.

        What the session's own zone is does not matter.
        """


class FileReader(Database):
    """A database that reads files in place."""

    @abstractmethod
    def scanned(self, paths: Sequence[Path]) -> Frame:
        """Parquet files, or one CSV file, whose cells are texts."""

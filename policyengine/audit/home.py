"""Where a ledger, its archive and its secrets are: by default in one folder, each under its own name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from policyengine.audit.archive import Archive, open_archive
from policyengine.audit.database import Mode, is_address
from policyengine.audit.errors import AuditError
from policyengine.audit.keys import SIGNING_KEY, Secrets
from policyengine.audit.ledger import Ledger
from policyengine.audit.signatures import SigningKey
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.text import Text

LEDGER = "ledger.sqlite"
ARCHIVE = "archive"
SECRETS = "secrets"


@dataclass(frozen=True, slots=True)
class Home:
    """The location of a ledger's database, the address of its archive, and the folder of its secrets.

    There may be no secrets: an auditor's copy has none, and then nothing is signed and no personal data can be read.
    """

    ledger: str
    archive: str
    secrets: Path | None

    @classmethod
    def at(cls, location: str, archive: str | None = None, secrets: Path | None = None) -> Self:
        """The home at a folder, at a SQLite file, or at a PostgreSQL address, which needs an `archive` besides.

        Raises `WrongUsageError` where that is not said.
        """
        if is_address(location):
            if archive is None:
                raise WrongUsageError(
                    Text("没有说明台账的档案在哪里", "it is not said where the ledger's archive is"),
                    Text("请用 `--archive` 给出文件夹或 URL。", "Name its folder or URL by `--archive`."),
                )
            return cls(location, archive, secrets)
        path = Path(location)
        file = path if path.is_file() or path.suffix in {".sqlite", ".db"} else path / LEDGER
        return cls(str(file), archive or str(file.parent / ARCHIVE), secrets or file.parent / SECRETS)

    @property
    def private_key(self) -> Path | None:
        """Where the key that signs is kept, if anywhere."""
        return None if self.secrets is None else self.secrets / SIGNING_KEY

    def open(self, mode: Mode = "rw") -> "Opened":
        """The ledger with its archive and, where they are here, its secrets. Raises what `Ledger.open` raises."""
        ledger = Ledger.open(self.ledger, mode)
        secrets = Secrets(self.secrets) if self.secrets is not None else None
        return Opened(ledger, open_archive(self.archive, ledger.about.algorithm), secrets)


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger that is open, with its archive and secrets."""

    ledger: Ledger
    archive: Archive
    secrets: Secrets | None

    def signing_key(self) -> SigningKey | None:
        """The key that signs for the ledger, if it is here. Raises `AuditError` where another one is."""
        key = None if self.secrets is None else self.secrets.signing(self.ledger.about.origin)
        if key is not None and key.verifier != self.ledger.about.public_key:
            raise AuditError(
                Text("密钥文件夹中的密钥不是本台账的", "the key in the folder of secrets is not that of the ledger"),
                Text(
                    "请核对 `--secrets`，以及台账是否被替换。",
                    "Check `--secrets`, and whether the ledger was replaced.",
                ),
            )
        return key

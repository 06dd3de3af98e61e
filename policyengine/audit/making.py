"""Making a ledger, with its key."""

import re
import secrets as random
from pathlib import Path

from policyengine.audit.digests import Algorithm
from policyengine.audit.errors import AuditError
from policyengine.audit.home import Home
from policyengine.audit.keys import Secrets
from policyengine.audit.ledger import Ledger
from policyengine.audit.signatures import NAME_FORM, SigningKey
from policyengine.reading.errors import PolicyEngineError, WrongUsageError
from policyengine.reading.text import Text


def make_ledger(
    home: Home,
    origin: str | None = None,
    algorithm: Algorithm = Algorithm.SHA256,
    key: Path | None = None,
) -> Ledger:
    """A new ledger, signed for by a new key or by the one in a PEM file, which is kept in the folder of secrets.

    Without `origin` it is called by a name of its own. Raises `AuditError` where there is a ledger or a key already.
    """
    name = origin or f"policyengine/{random.token_hex(4)}"
    if re.fullmatch(NAME_FORM, name) is None:
        raise WrongUsageError(
            Text(f"`{origin}` 不能作台账名称", f"`{origin}` is no name for a ledger"),
            Text(
                "名称不含空白和加号，至多 200 个字符。", "A name has no space and no plus, and 200 characters at most."
            ),
        )
    if home.secrets is None:
        raise WrongUsageError(
            Text("没有说明密钥放在哪里", "it is not said where keys are kept"),
            Text("请用 `--secrets` 给出文件夹。", "Name a folder by `--secrets`."),
        )
    if Path(home.ledger).exists():
        raise AuditError(Text(f"`{home.ledger}` 已存在", f"`{home.ledger}` is there already"))
    secrets = Secrets(home.secrets)
    private = secrets.make(key)
    try:
        return Ledger.make(home.ledger, SigningKey(name, private), algorithm)
    except PolicyEngineError:
        # A key without a ledger would be in the way of the next attempt.
        secrets.unmake()
        raise

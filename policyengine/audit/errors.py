"""What goes wrong with records, in words that say what to do about it."""

from policyengine.reading.errors import PolicyEngineError, UnreadableInputError


class AuditError(PolicyEngineError):
    """A ledger, an archive or a key that cannot be used; nothing has been recorded."""


class ForgedError(UnreadableInputError):
    """Something on record is not what was recorded: a digest, a signature or a proof does not fit."""

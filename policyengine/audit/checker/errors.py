"""Why a certificate is not accepted."""

from policyengine.reading.errors import PolicyEngineError
from policyengine.reading.text import NOTHING, Text


class UnreadableCertificateError(PolicyEngineError):
    """A file that is no certificate: not of its form, too large, or too much work to check."""


class RefusedCertificateError(PolicyEngineError):
    """A certificate that does not hold: its signature, its proof, or what it says of the verdict."""


def unreadable(zh: str, en: str, hint: Text = NOTHING) -> UnreadableCertificateError:
    """What keeps a file from being read as a certificate."""
    return UnreadableCertificateError(Text(zh, en), hint)


def refused(zh: str, en: str, hint: Text = NOTHING) -> RefusedCertificateError:
    """What does not hold."""
    return RefusedCertificateError(Text(zh, en), hint)

"""What people call the statuses."""

from policyengine.reading.text import Text
from policyengine.verdicts.verdict import Status

STATUS_NAMES = {
    Status.NOT_APPLICABLE: Text("不适用", "not applicable"),
    Status.COMPLIANT: Text("合规", "compliant"),
    Status.WAIVED: Text("豁免", "waived"),
    Status.PENDING: Text("未到期", "pending"),
    Status.NONCOMPLIANT: Text("不合规", "noncompliant"),
    Status.SHORTFALL: Text("未达到", "shortfall"),
    Status.UNKNOWN: Text("未知", "unknown"),
}

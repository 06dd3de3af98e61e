"""What people call the statuses."""

from policyengine.language.statuses import Status
from policyengine.reading.text import Text

STATUS_NAMES = {
    Status.NOT_APPLICABLE: Text("不适用", "not applicable"),
    Status.COMPLIANT: Text("达标", "compliant"),
    Status.WAIVED: Text("已豁免", "waived"),
    Status.PENDING: Text("未到期", "pending"),
    Status.NONCOMPLIANT: Text("未达标", "noncompliant"),
    Status.SHORTFALL: Text("有差距", "shortfall"),
    Status.UNKNOWN: Text("待定", "unknown"),
}

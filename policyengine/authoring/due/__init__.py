"""What is coming up: duties that fall due, and certificates, grades and terms that expire.

`pending.py` finds the one, `expiring.py` the other, `coming.py` puts them together; `calendar.py` makes iCalendar
(RFC 5545) of them, `tables.py` CSV and JSON, and `writing.py` writes the files.
"""

from policyengine.authoring.due.calendar import calendar
from policyengine.authoring.due.coming import coming_due
from policyengine.authoring.due.model import Coming, Kind

__all__ = ["Coming", "Kind", "calendar", "coming_due"]

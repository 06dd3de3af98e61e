"""What is coming up as iCalendar: whole days, ids that stay, lines that every program can read."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar

from policyengine.authoring.due import calendar
from policyengine.authoring.due.calendar import MOST_LISTED
from tests.authoring.due.test_coming import DUTY, EXPIRY

AS_OF = date(2018, 6, 1)


def events(data: bytes) -> list[dict[str, Any]]:
    """The events as another program reads them."""
    return [
        {str(name).lower(): event.decoded(name) for name in event} for event in Calendar.from_ical(data).walk("VEVENT")
    ]


def test_a_duty_and_an_expiry() -> None:
    made = events(calendar([DUTY, EXPIRY], as_of=AS_OF, lang="zh"))
    assert [event["dtstart"] for event in made] == [date(2018, 6, 15), date(2018, 6, 30)]
    assert [event["dtend"] - event["dtstart"] for event in made] == [timedelta(days=1)] * 2
    assert [event["summary"] for event in made] == [
        "【有效期届满】许可证到期日：一号店",
        "【到期】有四家以上商店：甲县",
    ]
    assert made[1]["description"] == "一：“四家以上”\n责任单位：县商务局\nA 甲县：还差 1 个商店"


def test_what_falls_on_one_day_is_one_event() -> None:
    many = [replace(EXPIRY, subject=f"s{n:03}", name=f"{n}号店") for n in range(MOST_LISTED + 5)]
    (event,) = events(calendar(many, as_of=AS_OF, lang="zh"))
    assert event["summary"] == f"【有效期届满】许可证到期日（{MOST_LISTED + 5} 个商店）"
    lines = event["description"].splitlines()
    assert (len(lines), lines[0], lines[-1]) == (MOST_LISTED + 1, "s000 0号店", "……另有 5 个")
    (event,) = events(calendar(many[:2], as_of=AS_OF, lang="en"))
    assert event["summary"] == "[expires] licence expires (2: shop)"


def test_importing_again_updates() -> None:
    """The same days have the same ids, whoever is concerned, and later calendars higher numbers."""
    first = events(calendar([DUTY, EXPIRY], as_of=AS_OF, lang="zh"))
    later = events(calendar([EXPIRY, replace(DUTY, subject="B", name="乙县")], as_of=date(2018, 6, 8), lang="en"))
    assert [event["uid"] for event in first] == [event["uid"] for event in later]
    assert all(old["sequence"] < new["sequence"] for old, new in zip(first, later, strict=True))
    assert len({event["uid"] for event in first}) == 2
    assert calendar([DUTY], as_of=AS_OF, lang="zh") == calendar([DUTY], as_of=AS_OF, lang="zh")


def test_lines_end_and_fold_as_the_standard_says() -> None:
    """RFC 5545, 3.1: CRLF, 75 octets at most, no character cut in two; 3.3.11: commas and semicolons escaped."""
    long = replace(DUTY, name="，,;\\" * 40)
    data = calendar([long], as_of=AS_OF, lang="zh")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert b"\n" not in b"".join(lines)
    assert events(data)[0]["summary"].endswith(long.name or "")


def test_reminders_are_asked_for() -> None:
    assert b"VALARM" not in calendar([DUTY], as_of=AS_OF, lang="zh")
    (alarm,) = Calendar.from_ical(calendar([DUTY], as_of=AS_OF, lang="zh", alarm=7)).walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)


def test_nothing_is_an_empty_calendar() -> None:
    assert events(calendar([], as_of=AS_OF, lang="zh")) == []

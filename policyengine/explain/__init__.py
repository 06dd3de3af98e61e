"""Why a verdict was given: what was asked, what was found, and the rows behind it.

`explain` asks the columns for outcome and counts (`inquiry`) and walks only the rows that are shown (`nearby`,
`rows`, `cells`, `tested`); `following` tells what the verdict led to. The result is plain data (`model`) in a `why`.
Words come last: `phrases` and `sentences` say conditions and requirements, `measure_text`, `rows_text`,
`missing_text`, `dates_text` and `conclusion_text` the rest; `as_text`, `as_json` and `as_html` put them together.
"""

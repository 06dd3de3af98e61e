"""The case file of a verdict on record, as an office prints it.

`history` finds what the rule said of the subject in other runs, `chart` draws it, `compose` puts the case file together
as plain data (`model`), and `as_html`, `as_docx` and `as_pdf` lay it out.
"""

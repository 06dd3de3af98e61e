"""Spreadsheets and CSV files, read as people write them.

A file becomes a `Grid` of texts (`csv_files`, `workbooks`); `layout` and `merges` say which of its rows are facts, and
under which headers; `spelling` says what one cell means, and `spelled_columns` writes whole columns as the strict
readers of all formats expect them. What was taken for what is told in notes; what could be two things is refused.
"""

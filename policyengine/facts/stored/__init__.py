"""Facts that stay where they are stored: a database's tables, or files that another backend than Polars reads.

`cells` reads a column as a field, `checks` asks what is wrong with a table, `read` makes the fact base. All of it is
queries; of the rows only those come out that are refused, and few of them.
"""

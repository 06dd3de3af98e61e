"""What offices and their machines read of evaluations: lists of what to do and to find out, workbooks, pages, CI's."""

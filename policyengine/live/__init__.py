"""Facts that change one row at a time, and which verdicts and consequences change with them.

`reads` says of each rule which cells it reads and how their rows lead to its subjects; `facts` holds the rows and
`crowds` the populations of large subjects, both changed in place; `judging` draws statuses and consequences with
durable-rules; `session` is what users hold.
"""

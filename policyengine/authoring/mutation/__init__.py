"""Changed rules: each operator, number, condition and deadline of a rule altered in turn, to see which cases notice.

`changes` alters one node, `numbers` a number or day by the least step, `rewrite` carries the altered node up to its
rule, `mutants` lists the altered rules, `run` holds the cases against them and `report` tells which went unnoticed, in
the words of `words`.
"""

"""What rules may talk about: entities, their fields and relations (language.md §2).

`load` reads files by the tables in `keys` and by `fields`, `check` says what must hold between entities, `models` is
what comes of it. `codes` are the forms of codes, `work_record` is the entity that every vocabulary has, `personal`
says what tells of persons.
"""

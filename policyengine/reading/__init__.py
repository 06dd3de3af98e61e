"""Files and words: YAML with places, exact numbers, findings and their rendering, errors; it knows no policy.

`source` reads bytes within bounds, `compose` makes a tree of `nodes` with a `place` each (`yaml_tree`,
`yaml_problems`); `shapes` takes it apart by tables of `keys`, reading `numbers` and `dates`. What is wrong is a
`Finding` made from a `Message` (`findings`, `messages`), with what was meant (`nearest`, `meant`), shown by `render`,
`sarif` and `junit`. `errors` are those that people can mend; `text` has words in both languages; `html` and `style`
are for pages, `plain` for what is written back as YAML.
"""

"""What an untrusted file may contain, decided before anything else reads it.

Each part is an allow-list: what it does not know, it refuses. `files` looks at the folder, `text` at
the bytes, `markdown` at the tokens, `bibtex` at bibliography files.
"""

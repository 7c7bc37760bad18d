"""An abstract's text as tokens, and as one syntax tree.

`tokenize` reads MyST with myst-parser's own Markdown parser; `gate` decides on the tokens;
`build` makes the tree that every later step renders. `bare` spares both where nothing is markup.
"""

from sphinx_proceedings.content.bare import bare, bare_title
from sphinx_proceedings.content.tokens import place, tokenize
from sphinx_proceedings.content.tree import build, build_title, inline, title_tokens

__all__ = ["bare", "bare_title", "build", "build_title", "inline", "place", "title_tokens", "tokenize"]

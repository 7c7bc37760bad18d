"""Sphinx's settings for this volume. Everything about the workshop itself is in volume.yml."""

extensions = ["sphinx_proceedings"]

html_static_path = ["_static"]
copyright = "2027, the authors. Text: CC BY 4.0"
author = "The authors"
html_favicon = "_static/figures/favicon.svg"

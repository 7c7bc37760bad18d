"""Sphinx's settings for this volume. Everything about the workshop itself is in volume.yml."""

extensions = ["sphinx_proceedings"]

copyright = "2027, the authors. Text: CC BY 4.0"
exclude_patterns = ["figures"]
html_favicon = "_static/figures/favicon.svg"
html_static_path = ["_static"]
html_theme_options = {"motif": "figures/motif.svg"}

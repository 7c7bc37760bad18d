"""Sphinx's settings for this volume. Everything about the workshop itself is in volume.yml."""

extensions = ["sphinx_proceedings"]

html_static_path = ["_static"]

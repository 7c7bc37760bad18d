"""Sphinx's settings for a volume of difficult contributions."""

extensions = ["sphinx_proceedings"]

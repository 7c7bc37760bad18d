"""Scripts of this repository, run by the Makefile; no part of the package."""

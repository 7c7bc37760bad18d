"""Records to pages: what is shown, in which order, and where it is written."""

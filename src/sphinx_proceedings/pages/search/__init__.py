"""Search: what is found of each page, and the index that Pagefind makes of it."""

"""Static completion files: the command tree, what each value may be, and a writer a shell."""

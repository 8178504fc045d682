"""Documents and tables to bytes: formats, files, and what a terminal may be shown."""

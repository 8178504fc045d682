"""Pictures of the views of `yrd stats`: SVG of our own making, and HTML and PNG made of it."""

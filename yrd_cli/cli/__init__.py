"""The face of yrd: one module for each command, the shared options, the terminal."""

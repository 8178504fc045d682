"""The tests of yrd; `python -m tests` runs all of them, with lint and types first."""

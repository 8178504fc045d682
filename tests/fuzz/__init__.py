"""Fuzzing: what must hold of any input whatever, and three ways to look for one where it does not.

`targets.py` names the targets: each is a function of bytes that raises nothing as long as all that
it promises holds. `tests/test_fuzz.py` runs them for seconds with every run of the suite, together
with every input that ever failed (`regressions/<target>/`); `python -m tests.fuzz` runs them under
atheris, guided by coverage, for as long as one likes.
"""

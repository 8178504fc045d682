"""Ratios side by side in one run: `python -m tests.bench` prints them. Timings decide no test."""

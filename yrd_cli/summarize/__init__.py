"""Extractive summaries, key terms, and the facts that a text states."""

"""Counts over a corpus, as a corpus linguist makes them."""

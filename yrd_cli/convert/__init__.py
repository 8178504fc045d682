"""Conversion between Simplified, Traditional, Taiwan, Hong Kong and Japanese forms."""

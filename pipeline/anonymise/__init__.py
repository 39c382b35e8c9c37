"""Finds what identifies: Presidio and spaCy with recognisers for Norwegian."""

"""Scores findings against interviews that people have marked by hand."""

"""Sheets that an office sends: read, reported row by row, and only then written."""

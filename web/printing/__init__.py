"""Printing: every paper of the review, made of the records as they stand, for whoever may see those records."""

"""Evidence: from a phone photograph to a compliant file, kept by its hash."""

"""Organisations, accounts, roles, sessions."""

"""HTTP that is not about titles."""

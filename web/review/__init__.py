"""Moving a declaration: the log of decisions and the only code that changes a state."""

"""基本信息库: what a person keeps about herself from year to year."""

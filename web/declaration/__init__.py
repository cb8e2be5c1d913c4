"""One person's application for one title in one year."""

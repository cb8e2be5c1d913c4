"""公示: results before the public, objections, confirmation and 备案."""

"""zhicheng: declaration and review of professional titles."""

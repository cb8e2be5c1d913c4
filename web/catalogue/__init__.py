"""What can be applied for: series, levels, titles, specialties, committees, windows and conditions, by year."""

"""What can be applied for, by year: series, levels, titles, specialties, committees, windows, conditions."""

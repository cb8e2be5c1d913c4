"""What is printed, signed and filed: PDF papers, rosters, signatures."""

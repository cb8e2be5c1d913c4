"""The office's desk: accounts, organisations, a new year, search, statistics, notices."""

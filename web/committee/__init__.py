"""评审委员会: experts and their pool, committees, sittings, ballots."""

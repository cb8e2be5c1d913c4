"""缴费: fees as data, payment notices, the treasury's word, waivers, refunds, receipts."""

"""For auditors: runs kept with all that they rest on, in a ledger whose past cannot be changed unnoticed."""

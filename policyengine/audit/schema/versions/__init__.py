"""The ledger's tables as they came about, a file a step, in Alembic's order."""

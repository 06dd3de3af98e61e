"""What a Polars engineer would write for the same rules, without policyengine."""

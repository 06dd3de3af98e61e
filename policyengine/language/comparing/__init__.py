"""Two versions of a policy held against each other by what they mean, whatever their order, layout and comments."""

"""Three-valued truth, exact intervals and the measures over unknown facts; imports nothing else."""

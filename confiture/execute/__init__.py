"""Running a plan: what may run when, and what is told about it."""

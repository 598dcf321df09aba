"""The kinds of steps, one per module, imported when somebody reads STEPS."""

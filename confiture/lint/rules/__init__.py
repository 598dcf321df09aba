"""One rule per module, imported when somebody reads RULES."""

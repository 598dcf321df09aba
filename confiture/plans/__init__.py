"""From a checked recipe and what the databases hold to a plan: values in, values out."""

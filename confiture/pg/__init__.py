"""The only modules that talk to PostgreSQL."""

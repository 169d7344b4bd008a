"""The migrations of the database, run by alembic when it is opened."""

"""The first tables: articles, the log of decisions, changes by runs, and the values of the queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the tables."""
    name, text = sa.String(400), sa.Text()
    op.create_table(
        "articles",
        sa.Column("doc_id", name, primary_key=True),
        sa.Column("title", text, nullable=False),
        sa.Column("signature", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("doc_id", name, primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        *(sa.Column(column, sa.JSON(), nullable=False) for column in ("keys", "before", "after")),
        sa.Column("note", text, nullable=False),
        sa.Column("of", sa.Integer()),
    )
    _make_changes()
    _make_values()


def _make_changes() -> None:
    text = sa.Text()
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("doc_id", sa.String(400), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        *(sa.Column(column, text, nullable=False) for column in ("trial", "was", "now")),
        sa.Column("decided", sa.String(20), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_changes_doc_id", "changes", ["doc_id"])


def _make_values() -> None:
    text = sa.Text()
    op.create_table(
        "shown_values",
        sa.Column("doc_id", sa.String(400), primary_key=True),
        sa.Column("key", sa.String(2000), primary_key=True),
        sa.Column("record", text, nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("endpoint", text, nullable=False),
        sa.Column("shown", text, nullable=False),
        sa.Column("confidence", sa.Float()),
        sa.Column("status", sa.String(20), nullable=False),
    )
    op.create_index("shown_values_by_field", "shown_values", ["field", "doc_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("shown_values", "changes", "decisions", "articles"):
        op.drop_table(table)

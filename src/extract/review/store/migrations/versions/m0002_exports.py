"""Which gold files exports have written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "exports",
        sa.Column("doc_id", sa.String(400), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("exports")

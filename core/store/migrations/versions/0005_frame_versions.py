"""How each version of a code frame became the next, and what every action changed in frames and codings."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frame_maps",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("came_from", sa.Integer(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name=op.f("fk_frame_maps_question")),
        sa.PrimaryKeyConstraint("question", "version", name=op.f("pk_frame_maps")),
    )
    op.create_table(
        "coding_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name=op.f("fk_coding_changes_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_changes")),
    )
    op.create_index("ix_coding_changes_question", "coding_changes", ["question", "id"], unique=False)
    op.create_index(op.f("ix_coding_changes_event"), "coding_changes", ["event"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

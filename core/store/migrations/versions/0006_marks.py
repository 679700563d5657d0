"""What coders mark: evidence in the text, notes, keys."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_marks",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("coder", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["question", "response"],
            ["responses.question", "responses.id"],
            name=op.f("fk_text_marks_question"),
        ),
        sa.PrimaryKeyConstraint(
            "question", "response", "coder", "kind", "code", "start", "end", name=op.f("pk_text_marks")
        ),
    )
    op.create_index("ix_text_marks_coder", "text_marks", ["question", "coder"])
    op.create_table(
        "coder_keys",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("coder", sa.String(length=200), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("question", "coder", name=op.f("pk_coder_keys")),
    )
    op.create_table(
        "queues",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("coder", sa.String(length=200), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
    )
    op.create_index("ix_queues_coder", "queues", ["question", "coder"])
    op.create_index("ix_coding_states_coder", "coding_states", ["question", "coder"])
    op.create_index("ix_client_events_coder", "client_events", ["question", "coder", "at"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

"""Who codes what, and what was agreed where coders differed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocation_plans",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("coders", sa.JSON(), nullable=False),
        sa.Column("overlap", sa.Float(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("retired_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name=op.f("fk_allocation_plans_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_plans")),
    )
    op.create_table(
        "allocations",
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("coder", sa.String(length=200), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["allocation_plans.id"], name=op.f("fk_allocations_plan")),
        sa.ForeignKeyConstraint(
            ["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_allocations_question")
        ),
        sa.PrimaryKeyConstraint("plan", "question", "response", "coder", name=op.f("pk_allocations")),
    )
    op.create_index("ix_allocations_coder", "allocations", ["plan", "coder"])
    op.create_table(
        "rounds",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=False),
        sa.Column("reopened_by", sa.String(length=200), nullable=True),
        sa.Column("reopened_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name=op.f("fk_rounds_question")),
        sa.PrimaryKeyConstraint("question", "n", name=op.f("pk_rounds")),
    )
    op.create_table(
        "disclosures",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("coder", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("codebook_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_disclosures_question")
        ),
        sa.PrimaryKeyConstraint("question", "response", "coder", name=op.f("pk_disclosures")),
    )
    op.create_table(
        "adjudications",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("took", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_adjudications_question")
        ),
        sa.PrimaryKeyConstraint("question", "response", "n", name=op.f("pk_adjudications")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

"""Personal data found in responses, and texts that came more than once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_data",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_personal_data_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_data")),
    )
    op.create_index("ix_personal_data_response", "personal_data", ["question", "response"])
    op.create_table(
        "pseudonyms",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_pseudonyms")),
    )
    op.create_table(
        "personal_data_searches",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_personal_data_searches_question")),
        sa.PrimaryKeyConstraint("question", "response", name=op.f("pk_personal_data_searches")),
    )
    op.create_table(
        "pseudonymised",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name=op.f("fk_pseudonymised_question")),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_pseudonymised")),
    )
    op.create_table(
        "response_revisions",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("codings", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_response_revisions_question")),
        sa.PrimaryKeyConstraint("question", "response", "n", name=op.f("pk_response_revisions")),
    )
    op.create_table(
        "repeats",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("response", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["question", "response"], ["responses.question", "responses.id"], name=op.f("fk_repeats_question")),
        sa.PrimaryKeyConstraint("question", "response", name=op.f("pk_repeats")),
    )
    op.create_table(
        "repeat_searches",
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], name=op.f("fk_repeat_searches_question")),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_repeat_searches")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

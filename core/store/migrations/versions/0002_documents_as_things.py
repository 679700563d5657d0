"""References, how each field was found, and documents that say nearly the same."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("reference", sa.Text(), nullable=True))
    op.add_column("documents", sa.Column("isbn", sa.String(length=20), nullable=True))
    op.add_column("documents", sa.Column("date_precision", sa.String(length=5), nullable=True))
    op.add_column("documents", sa.Column("found", sa.JSON(), server_default="{}", nullable=False))
    op.create_table(
        "sketches",
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("shingles", sa.Integer(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_sketches_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_sketches")),
    )
    op.create_table(
        "near_duplicates",
        sa.Column("a", sa.String(length=40), nullable=False),
        sa.Column("b", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["documents.id"], name=op.f("fk_near_duplicates_a"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b"], ["documents.id"], name=op.f("fk_near_duplicates_b"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_near_duplicates")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

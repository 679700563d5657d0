"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('client_events',
    sa.Column('client', sa.String(length=60), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('coder', sa.String(length=200), nullable=False),
    sa.Column('response', sa.String(length=200), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('client', 'seq', name=op.f('pk_client_events'))
    )
    op.create_table('documents',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=True),
    sa.Column('date', sa.String(length=10), nullable=True),
    sa.Column('type', sa.String(length=20), nullable=False),
    sa.Column('source_url', sa.Text(), nullable=True),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('page_starts', sa.JSON(), nullable=False),
    sa.Column('page_labels', sa.JSON(), nullable=False),
    sa.Column('version_of', sa.String(length=40), nullable=True),
    sa.Column('superseded_by', sa.String(length=40), nullable=True),
    sa.Column('reader', sa.String(length=40), nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('added_at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['superseded_by'], ['documents.id'], name=op.f('fk_documents_superseded_by')),
    sa.ForeignKeyConstraint(['version_of'], ['documents.id'], name=op.f('fk_documents_version_of')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('sha256', name=op.f('uq_documents_sha256'))
    )
    op.create_index(op.f('ix_documents_superseded_by'), 'documents', ['superseded_by'], unique=False)
    op.create_table('events',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('object', sa.String(length=300), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_events'))
    )
    op.create_index(op.f('ix_events_object'), 'events', ['object'], unique=False)
    op.create_table('generations',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('model', sa.String(length=120), nullable=False),
    sa.Column('folder', sa.Text(), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('built_at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_generations'))
    )
    op.create_table('jobs',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('arguments', sa.JSON(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('done', sa.Integer(), server_default='0', nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('message', sa.Text(), server_default='', nullable=False),
    sa.Column('cancel_asked', sa.Boolean(), server_default='0', nullable=False),
    sa.Column('pid', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.String(length=32), nullable=False),
    sa.Column('started_at', sa.String(length=32), nullable=True),
    sa.Column('finished_at', sa.String(length=32), nullable=True),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs'))
    )
    op.create_index(op.f('ix_jobs_state'), 'jobs', ['state'], unique=False)
    op.create_table('merges',
    sa.Column('a', sa.String(length=40), nullable=False),
    sa.Column('b', sa.String(length=40), nullable=False),
    sa.Column('same', sa.Boolean(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('a', 'b', name=op.f('pk_merges'))
    )
    op.create_table('questions',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('respondents', sa.String(length=14), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questions')),
    sa.UniqueConstraint('text', name=op.f('uq_questions_text'))
    )
    op.create_table('reviews',
    sa.Column('statement', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('decision', sa.String(length=12), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('paragraph', sa.Text(), nullable=True),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('statement', name=op.f('pk_reviews'))
    )
    op.create_table('vectors',
    sa.Column('model', sa.String(length=120), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('model', 'text_sha256', name=op.f('pk_vectors'))
    )
    op.create_table('blocks',
    sa.Column('document', sa.String(length=40), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('number', sa.Text(), nullable=True),
    sa.Column('paragraph', sa.Text(), nullable=True),
    sa.Column('section', sa.JSON(), nullable=False),
    sa.Column('item', sa.JSON(), nullable=True),
    sa.Column('page', sa.Integer(), nullable=True),
    sa.Column('boxes', sa.JSON(), nullable=False),
    sa.Column('flags', sa.JSON(), nullable=False),
    sa.Column('lead_in', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], name=op.f('fk_blocks_document'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('document', 'n', name=op.f('pk_blocks'))
    )
    op.create_table('codebooks',
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('codes', sa.JSON(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['question'], ['questions.id'], name=op.f('fk_codebooks_question')),
    sa.PrimaryKeyConstraint('question', 'version', name=op.f('pk_codebooks'))
    )
    op.create_table('coders',
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), server_default='0', nullable=False),
    sa.Column('last_seq', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['question'], ['questions.id'], name=op.f('fk_coders_question')),
    sa.PrimaryKeyConstraint('question', 'name', name=op.f('pk_coders'))
    )
    op.create_table('document_edits',
    sa.Column('document', sa.String(length=40), nullable=False),
    sa.Column('field', sa.String(length=20), nullable=False),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], name=op.f('fk_document_edits_document')),
    sa.PrimaryKeyConstraint('document', 'field', name=op.f('pk_document_edits'))
    )
    op.create_table('files',
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=40), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('message', sa.Text(), server_default='', nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('ocr_pages', sa.Integer(), server_default='0', nullable=False),
    sa.Column('passages', sa.Integer(), server_default='0', nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], name=op.f('fk_files_document')),
    sa.PrimaryKeyConstraint('path', name=op.f('pk_files'))
    )
    op.create_table('passages',
    sa.Column('row', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('document', sa.String(length=40), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('spans', sa.JSON(), nullable=False),
    sa.Column('blocks', sa.JSON(), nullable=False),
    sa.Column('section', sa.JSON(), nullable=False),
    sa.Column('paragraph', sa.Text(), nullable=True),
    sa.Column('item', sa.JSON(), nullable=True),
    sa.Column('page', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], name=op.f('fk_passages_document'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_passages')),
    sa.UniqueConstraint('id', name=op.f('uq_passages_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_passages_document'), 'passages', ['document'], unique=False)
    op.create_table('responses',
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('id', sa.String(length=200), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('weight', sa.Float(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['question'], ['questions.id'], name=op.f('fk_responses_question')),
    sa.PrimaryKeyConstraint('question', 'id', name=op.f('pk_responses'))
    )
    op.create_table('runs',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('manifest', sa.JSON(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['question'], ['questions.id'], name=op.f('fk_runs_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_runs'))
    )
    op.create_table('samples',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('design', sa.String(length=12), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=True),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['question'], ['questions.id'], name=op.f('fk_samples_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_samples'))
    )
    op.create_table('statements',
    sa.Column('row', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('document', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.CheckConstraint("kind IN ('commitment', 'finding')", name=op.f('ck_statements_kind')),
    sa.ForeignKeyConstraint(['document'], ['documents.id'], name=op.f('fk_statements_document'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_statements')),
    sa.UniqueConstraint('id', name=op.f('uq_statements_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_statements_document'), 'statements', ['document'], unique=False)
    op.create_table('coding_states',
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('response', sa.String(length=200), nullable=False),
    sa.Column('coder', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('design', sa.String(length=12), nullable=True),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('flagged', sa.Boolean(), server_default='0', nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['question', 'response'], ['responses.question', 'responses.id'], name=op.f('fk_coding_states_question')),
    sa.PrimaryKeyConstraint('question', 'response', 'coder', 'source', name=op.f('pk_coding_states'))
    )
    op.create_table('codings',
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('response', sa.String(length=200), nullable=False),
    sa.Column('code', sa.String(length=200), nullable=False),
    sa.Column('coder', sa.String(length=200), nullable=False),
    sa.Column('source', sa.String(length=12), nullable=False),
    sa.Column('value', sa.Boolean(), nullable=False),
    sa.Column('design', sa.String(length=12), nullable=True),
    sa.Column('probability', sa.Float(), nullable=True),
    sa.Column('codebook_version', sa.Integer(), nullable=False),
    sa.Column('run', sa.String(length=40), nullable=True),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['question', 'response'], ['responses.question', 'responses.id'], name=op.f('fk_codings_question')),
    sa.PrimaryKeyConstraint('question', 'response', 'code', 'coder', 'source', name=op.f('pk_codings'))
    )
    op.create_index('ix_codings_coder', 'codings', ['question', 'coder'], unique=False)
    op.create_table('sample_members',
    sa.Column('sample', sa.String(length=40), nullable=False),
    sa.Column('response', sa.String(length=200), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sample'], ['samples.id'], name=op.f('fk_sample_members_sample'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sample', 'response', name=op.f('pk_sample_members')),
    sa.UniqueConstraint('sample', 'n', name='uq_sample_members_n')
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

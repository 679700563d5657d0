"""Finding and quoting: search over passages and register rows, answers by quotation, the registers.

Reading order: `words` (what a word is), `query` (what was asked for), `lexical` (tantivy), `dense` (FAISS), `fusion`,
`ranking`, `pool`, `hits`, `search`, `highlight`; `project` (what is asked of it), `narrowing`, `preferences`, `reranking`; `sentences`, `question`, `evidence`, `acronyms`, `answer`; `mentions` and `registers`
(mentions merged into records, people's decisions kept); `generation` and `build` (the search files); `evaluate`.
"""

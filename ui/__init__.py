"""Two front ends over the same calls: the command line and the Streamlit app.

Reading order: `settings` (the only reader of the environment), `services` and `coding_services` (the composition root),
`cli` and `commands/` (the command line), `output` (what it prints), `server`, `app`, `screens/`, `viewdata/` and
`components/` (the app), `exports/` (files out), `health` (doctor), `gold` (evaluate), `sample_project`.
"""

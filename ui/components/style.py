"""The look: calm, dark text on white, lines of a readable length, a focus that can be seen."""

from __future__ import annotations

import streamlit as st

CSS = """<style>
.stMainBlockContainer { padding: 1.25rem 2.5rem 4rem; max-width: 82rem; }
[data-testid="stSidebarHeader"] { height: 0; min-height: 0; padding: 0; margin: 0; overflow: visible; }
[data-testid="stSidebarUserContent"] { padding: 1rem 1.25rem 2rem; }
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: .1rem; }
[data-testid="stSidebar"] .stElementContainer:has(.stPageLink) { margin: 0; }
.v-brand { font-weight: 700; font-size: 1.3rem; margin: 0 0 .4rem !important; color: #0b0c0c; }
.v-menu { font-weight: 600; margin: .9rem 0 .1rem !important; color: #0b0c0c; }
.v-note.v-foot { margin-top: 1.5rem !important; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] { padding: .15rem .5rem; margin: 0 -.5rem; height: auto; min-height: 0; line-height: 1.3; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] p { font-size: 1rem; color: #0b0c0c; }
[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"]:hover p { text-decoration: underline; }
.stMainBlockContainer h1 { font-size: 1.9rem; line-height: 1.2; padding: 0 0 .35rem; }
.stMainBlockContainer h2 { font-size: 1.35rem; padding: .6rem 0 .2rem; }
.stMainBlockContainer h3 { font-size: 1.15rem; padding: .4rem 0 .2rem; }
.stMainBlockContainer .v-heading { color: #0b0c0c; line-height: 1.3; margin: 0; overflow-wrap: anywhere; padding: 0; }
.stMainBlockContainer .v-h2 { font-size: 1.2rem; font-weight: 600; } .stMainBlockContainer .v-h3 { font-size: 1.1rem; }
.v-text, .v-quote, .v-box p, .v-problem p, .v-success p, .v-note { max-width: 70ch; overflow-wrap: anywhere; }
.v-text { margin: .25rem 0 0 !important; line-height: 1.5; white-space: pre-line; }
.v-strong { font-weight: 600; }
.v-place, .v-note { color: #505a5f; margin: .1rem 0 0 !important; font-size: .95rem; }
.v-place { max-width: 110ch; }
.v-quote { margin: .25rem 0 0 !important; padding: .1rem 0 .1rem 1rem; border-left: 5px solid #b1b4b6; line-height: 1.5; font-size: 1.1rem; white-space: pre-line; }
.v-read { font-weight: 600; margin: .1rem 0 0 0 !important; max-width: 90ch; overflow-wrap: anywhere; }
.v-tag { background: #e8f1f8; color: #0c2d4a; padding: .1rem .5rem; font-size: .85rem; font-weight: 600; }
.v-facts { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1.25rem; margin: .25rem 0 !important; padding: 0 !important; max-width: 80ch; }
.v-facts dt { font-weight: 600; } .v-facts dt, .v-facts dd { margin: 0 !important; padding: 0; overflow-wrap: anywhere; }
.v-found { color: #505a5f; font-size: .95rem; margin-left: .75rem; }
.v-cautions { margin: .25rem 0 !important; padding: .4rem 1rem .4rem 2rem !important; border-left: 5px solid #b58840; background: #fff8e6; max-width: 90ch; }
.v-cautions li { padding: .15rem 0; overflow-wrap: anywhere; }
.v-lines { list-style: none !important; margin: 0 !important; padding: 0 !important; max-width: 90ch; line-height: 1.5; }
.v-lines li { padding: .1rem 0; overflow-wrap: anywhere; } .v-what { color: #505a5f; font-size: .85rem; margin-right: .5rem; }
[data-testid="stDateInput"] [role="spinbutton"] { min-width: 24px; min-height: 24px; text-align: center; } /* WCAG 2.2, 2.5.8 */
.v-found-first { border: 1px solid #b1b4b6; padding: .6rem .9rem; margin: .5rem 0; }
.v-box { border: 2px solid #0b0c0c; padding: .75rem 1rem; } .v-box-title { font-weight: 700; font-size: 1.1rem; }
.v-problem { border: 4px solid #b10e1e; padding: .75rem 1rem; } .v-problem .v-box-title { color: #b10e1e; }
.v-success { border-left: 5px solid #00703c; padding: .25rem 1rem; background: #eef6f1; } .v-success p, .v-box p, .v-problem p { margin: 0 !important; }
.v-waiting { background: #f3f7fb; border-left: 6px solid #1d70b8; padding: 1rem 1.25rem; min-height: 26rem; }
.st-key-answer { background: #f3f7fb; border-left: 6px solid #1d70b8; padding: .25rem 1.25rem 1rem; margin-bottom: .5rem; }
mark { background: #fff3a3; color: #0b0c0c; padding: 0 .1em; }
.stMain [data-testid="stPageLink-NavLink"] { padding: .1rem 0; margin: 0; background: none; }
.stMain [data-testid="stPageLink-NavLink"] p { color: #1d70b8; text-decoration: underline; text-underline-offset: .15em; font-size: 1rem; }
.stMain [data-testid="stPageLink-NavLink"]:hover p { color: #003078; text-decoration-thickness: 3px; }
.stMain a:focus-visible, .stMain button:focus-visible, .stSidebar a:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 1px; box-shadow: 0 0 0 6px #ffdd00; }
.stMain input:focus, .stMain textarea:focus { box-shadow: 0 0 0 3px #ffdd00; }
[data-testid="stWidgetLabel"] { color: #0b0c0c; }
</style>"""


def style() -> None:
    """Puts the style sheet on the page (our own text, nobody else's)."""
    st.html(CSS)

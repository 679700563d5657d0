"""One part of a page at a time: encodings, lists, tables, what is hidden, what is no content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import check_tiling
from ingest.readers.html import read_html
from ingest.readers.html.page import decoded
from ingest.structure import structure


def _text(page: str) -> str:
    return read_html(page.encode(), "a.html").text


def _units(page: str) -> list[tuple[str | None, str | None, str, tuple[str, ...]]]:
    return [(unit.kind, unit.label, unit.text, unit.flags) for unit in read_html(page.encode(), "a.html").units]


# characters


@pytest.mark.parametrize(
    "data",
    [
        "<p>café – £5</p>".encode(),
        "<p>café – £5</p>".encode("utf-8-sig"),
        "<p>café – £5</p>".encode("utf-16"),
        "<meta charset=windows-1252><p>café – £5</p>".encode("cp1252"),
        "<p>café – £5</p>".encode("cp1252"),
        "<meta charset=utf-8><p>café – £5</p>".encode("cp1252"),  # a wrong charset
        "<meta charset=iso-8859-1><p>café – £5</p>".encode(),  # and the other way round
        "<meta charset=utf-16><p>café – £5</p>".encode(),
        "<meta charset=no-such-charset><p>café – £5</p>".encode("cp1252"),
        b"<meta charset=unicode_escape><p>caf&eacute; &ndash; &pound;5</p>",
        "<?xml version='1.0' encoding='iso-8859-15'?><p>café – £5</p>".encode().replace("–".encode(), b"&#8211;").replace("é".encode(), b"\xe9").replace("£".encode(), b"\xa3"),
    ],
)  # fmt: skip
def test_letters_are_right_whatever_the_page_says_of_its_encoding(data: bytes) -> None:
    assert read_html(data, "a.html").text == "café – £5\n"


def test_one_bad_byte_does_not_spoil_the_rest() -> None:
    data = ("<p>" + "é – " * 10).encode() + b"\x92s"
    assert decoded(data) == "<p>" + "é – " * 10 + "’s"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a&nbsp;&amp;&nbsp;b &lt;c&gt; &#8211; &hellip;", "a & b <c> – …\n"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\nthree\n"),
        ("<p>a<span>b</span> c<b>d</b>", "ab cd\n"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc\n"),
        ("<p>one<p>two<td>three</table>", "one\ntwothree\n"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c\n"),
        ("<p>H<sub>2</sub>O and x<sup>2</sup>", "H2O and x2\n"),
        ("<p>She said <q>no</q>.", "She said “no”.\n"),
        ("<p>co&shy;operate", "co\u00adoperate\n"),
        ("plain words &c", "plain words &c\n"),
        (
            "<p>x<!-- not --><script>no()</script><style>p{}</style><template>no</template><noscript>no</noscript>y",
            "xy\n",
        ),
        ("<fieldset><legend>Fees</legend><label>Name</label></fieldset>", "Fees\nName\n"),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "x=2\n"),
    ],
)
def test_words_are_those_that_a_browser_shows(page: str, text: str) -> None:
    assert _text(page) == text


# lists


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("<ol><li>a x<li>b x</ol>", ["1.", "2."]),
        ("<ol start=9><li>a x<li>b x</ol>", ["9.", "10."]),
        ("<ol reversed><li>a x<li>b x<li>c x</ol>", ["3.", "2.", "1."]),
        ("<ol type=i><li>a x<li>b x</ol>", ["i.", "ii."]),
        ("<ol style='list-style-type: upper-alpha'><li>a x</ol>", ["A."]),
        ("<ol><li value=4>a x<li>b x</ol>", ["4.", "5."]),
        ("<ol style='list-style:none'><li>a x</ol>", [None]),
        ("<ol><li>1.1 typed<li>1.2 typed</ol>", [None, None]),
        ("<ol><li>a x<ol type=a><li>b x<li>c x</ol>more<li>d x</ol>", ["1.", "a.", "b.", None, "2."]),
        ("<ul><li>a x<li>b x</ul>", [None, None]),
    ],
)
def test_numbers_of_lists_are_those_that_a_browser_prints(page: str, labels: list[str | None]) -> None:
    assert [label for _, label, _, _ in _units(page)] == labels


def test_the_second_paragraph_of_an_item_bears_no_number() -> None:
    assert _units("<ol><li><p>One.</p><p>More.</p></li></ol>") == [(None, "1.", "One.", ()), (None, None, "More.", ())]


# tables


def test_cells_over_rows_and_columns_are_read_once_in_their_place() -> None:
    page = "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>d<td colspan=2>e<tr><td>f<td>g<tr><td>h<td>i<td>j</table>"
    assert _text(page) == "a\tb\tc\nd\te\t\n\tf\tg\nh\ti\tj\n"


def test_a_row_of_one_cell_is_one_cell_whatever_it_spans() -> None:
    page = "<table><tr><th>a<th>b<tr><th colspan=2>North<tr><td>c<td>d</table>"
    assert _text(page) == "a\tb\nNorth\nc\td\n"


def test_absurd_spans_are_bounded() -> None:
    page = "<table><tr><th colspan=99999999>a<th>b<tr><td rowspan=99999999>c<td>d</table>"
    assert [len(unit.cells) for unit in read_html(page.encode(), "a").units] == [257, 2]


def test_header_rows_are_marked_and_row_heads_are_not() -> None:
    page = "<table><thead><tr><td>a<td>b</thead><tr><th scope=row>c<td>d<tr><th>e<th>f</table>"
    assert [unit.header_row for unit in read_html(page.encode(), "a").units] == [True, False, True]


@pytest.mark.parametrize(
    "page",
    [
        "<table role=presentation><tr><td>one<td><p>two</p></table>",
        "<table><tr><td>one<tr><td>two</table>",
        "<table><tr><td><h2>one</h2><td><p>two</p></table>",
    ],
)
def test_tables_that_place_text_are_no_rows(page: str) -> None:
    assert _text(page) == "one\ntwo\n"


# what is not seen


@pytest.mark.parametrize(
    "attribute",
    [
        "hidden", "aria-hidden=true", "style='display:none'", "style='visibility: hidden'", "style='font-size:0'", "style='font-size:1px'",
        "style='opacity:0'", "style='position:absolute;left:-9999px'", "style='text-indent:-10000px'", "style='color:#fff;background:white'",
        "style='color:#fff'", "style='color: transparent'", "class=visually-hidden", "class='x sr-only'", "class=gone", "id=away",
        "style='clip: rect(0 0 0 0)'",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["p", "span"])
def test_hidden_words_stand_apart_and_flagged(attribute: str, tag: str) -> None:
    page = f"<style>.gone{{display:none}} #away, .b c{{visibility:hidden}}</style><div>Seen words <{tag} {attribute}>Trap words</{tag}> more.</div>"
    made = read_html(page.encode(), "a.html")
    assert [unit.text for unit in made.units if "hidden" in unit.flags] == ["Trap words"]
    assert "".join(unit.text for unit in made.units if not unit.flags).replace(" ", "") == "Seenwordsmore."
    assert made.warnings == ("hidden_text",)


@pytest.mark.parametrize(
    "page",
    [
        "<p style='font-size:0.9em'>Seen.", "<p style='font-size:1em'>Seen.", "<p style='font-size:10px'>Seen.", "<p class='hidden md:block'>Seen.",
        "<style>@media print{.x{display:none}}</style><p class=x>Seen.", "<style>.x .y{display:none}</style><p class=y>Seen.",
        "<div class=dark><p style='color:#fff'>Seen.", "<p style='background-color:white'>Seen.", "<p style='opacity:0.9'>Seen.",
        "<style>.tab{display:none}</style><script>open()</script><p class=tab>Seen.", "<table bgcolor=navy><tr><td><font color=white>Seen.",
        "<p style='left:-5px'>Seen.", "<p style='background:white;border-color:white'>Seen.",
    ],
)  # fmt: skip
def test_words_that_are_seen_are_not_flagged(page: str) -> None:
    assert [(text, flags) for _, _, text, flags in _units(page)] == [("Seen.", ())]


# what is no content


@pytest.mark.parametrize(
    "part",
    [
        "<nav>Home</nav>", "<div class=breadcrumbs>Home</div>", "<div id=cookie-banner>We use cookies</div>", "<div class='ccc cookie-consent'>We</div>",
        "<ul class='site-nav'><li>Home</ul>", "<div role=search>Find</div>", "<a class=skip-link href=#m>Skip</a>", "<div class=share-buttons>Tweet</div>",
        "<div class=related-links>More</div>", "<div class=page-feedback>Useful?</div>", "<form><input><label>Your email</label><button>Go</button></form>",
        "<div class=gem-c-phase-banner>Beta</div>", "<button>Open</button>", "<div class=pagination>1 2 3</div>", "<p class=back-to-top>Top</p>",
    ],
)  # fmt: skip
def test_parts_that_are_no_content_are_left_out(part: str) -> None:
    assert _text(f"<main><h1>Fees</h1>{part}<p>They rise.</p></main>") == "Fees\nThey rise.\n"


@pytest.mark.parametrize(
    "part",
    [
        "<h2 id=sharing>Sharing</h2>", "<h2 id=feedback>Feedback</h2>", "<section id=social-care>Care</section>", "<div class=related-party>Loans</div>",
        "<h3 id=navigation>Navigation</h3>", "<div class=banner-text>Text</div>", "<p class=menu-cost>Meals</p>", "<div id=cookies-and-cakes>Cakes</div>",
        "<aside><p>A case.</p></aside>", "<header><p>Opening.</p></header>",
    ],
)  # fmt: skip
def test_subjects_that_share_a_name_with_clutter_stay(part: str) -> None:
    words = _text(f"<main>{part}</main>")
    assert words.count("\n") == 1


def test_a_page_wholly_inside_a_form_is_read() -> None:
    page = "<form id=aspnetForm><input type=hidden><h1>Minutes</h1><table><tr><th>a<th>b<tr><td>c<td>d</table><p>End.</form>"
    assert _text(page) == "Minutes\na\tb\nc\td\nEnd.\n"


def test_prompts_that_are_links_are_furniture() -> None:
    page = "<main><p>Text.</p><p><a href=#top>Back to top</a></p><p>Print this page</p></main>"
    assert [(kind, text) for kind, _, text, _ in _units(page)] == [
        (None, "Text."),
        ("furniture", "Back to top"),
        (None, "Print this page"),
    ]


def test_a_main_part_without_text_is_not_taken_for_the_content() -> None:
    page = f"<main><h1>Title</h1></main><div><p>{'The quay is long. ' * 30}</p></div>"
    assert _text(page).count("The quay is long.") == 30


# every page


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<ul><li>", "</ul>", "<ol start=3><li>", "</ol>", "<table><tr><td>", "<td>", "<tr>", "</table>", "<th rowspan=2 colspan=2>", "<h2>", "</h2>",
     "<br>", "<dl><dt>", "<dd>", "</dl>", "<span hidden>", "</span>", "<blockquote>", "<pre>", "<a href=x>", "</a>", "<sup>", "<caption>", "<details><summary>", "<q>", "alpha", " beta ", "gamma.", "1. ", "\x0b", "é", "&nbsp;", "\r\n", "\x00"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_blocks_tile_the_text_of_any_page_and_no_word_is_lost(page: str) -> None:
    made = read_html(page.encode(), "a.html")
    check_tiling(made.text, structure(made.text, made.units))
    for word in ("alpha", "beta", "gamma"):
        assert made.text.count(word) == page.count(word)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_page(data: bytes) -> None:
    made = read_html(data, "a.html")
    check_tiling(made.text, structure(made.text, made.units))

"""Pages shaped as councils and departments publish them, read block by block. All words are ours."""

from __future__ import annotations

from core.documents import Block
from ingest.readers.html import read_html
from ingest.readers.reading import Reading
from ingest.structure import structure

MEETING = """<!DOCTYPE html><html lang="en"><head><title>Agenda and minutes for Harbour Committee - Wednesday 4 June 2031</title></head>
<body class="page"><a class="skip-link" href="#c">Skip to main content</a>
<form method="post" action="ieListDocuments.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="x">
<div id="header"><ul class="main-menu"><li><a href="/">Home</a></li><li><a href="/m">Meetings</a></li></ul></div>
<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/c">Committees</a></div>
<div class="mgContent" id="modgov"><h1 class="mgMainTitle">Agenda and minutes</h1>
<h2 class="mgSubTitleTxt">Harbour Committee<br>Wednesday 4 June 2031 10.00 am</h2>
<p class="mgPrintLinks noprint"><a href="#">Print this page</a></p>
<p><span class="mgLabel">Venue:</span> The Old Customs House, Quay Street</p>
<p><span class="mgLabel">Contact:</span> Robin Marsh</p>
<h2 class="mgSectionTitle">Items</h2>
<table class="mgItemTable" summary="Items of the meeting"><tbody>
<tr><th>No.</th><th>Item</th></tr>
<tr><td class="mgItemNumberCell"><p><a name="AI1"></a>1.</p></td><td>
<p class="mgAiTitleTxt">Apologies for absence</p>
<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p>Apologies were received from two members of the committee.</p></div></td></tr>
<tr><td class="mgItemNumberCell"><p><a name="AI2"></a>2.</p></td><td>
<p class="mgAiTitleTxt">Mooring charges</p>
<div class="mgWordPara"><p>To consider the report of the harbour master on charges for the coming year.</p></div>
<p class="mgSubItemTitleTxt">Additional documents:</p><ul class="mgActionList"><li><a href="d.pdf">Mooring charges report, PDF 210 KB</a></li></ul>
<p class="mgSubItemTitleTxt">Decision:</p><div class="mgWordPara"><p>RESOLVED: that the charges in paragraph 3.2 of the report be approved from 1 April 2032.</p></div>
<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p>The harbour master introduced the report and answered questions about winter moorings.</p>
<p>Members asked that boat owners be told of the change before the end of the season, and that the fees be set out on one page.</p></div></td></tr>
</tbody></table></div></form><div id="footer">Quay Council, Harbour Road</div></body></html>"""

OLD_SITE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Meeting details</title></head><body bgcolor="#ffffff">
<form name="Form" id="Form"><table width="100%"><tr><td colspan="2"><table><tr><td><a href="/">Home</a></td><td><a href="/a">A to Z</a></td><td><a href="/s">Search</a></td></tr></table></td></tr>
<tr><td width="150"><ul class="left-nav"><li><a href="/1">Council</a></li><li><a href="/2">Councillors</a></li></ul></td>
<td id="dnn_ContentPane"><h1>Lighthouse Panel</h1>
<p>The panel met on 9 May 2031 at the Town Hall and considered the matters that are listed below in the order of the agenda.</p>
<table border="1"><tr><th>Item</th><th>Subject</th><th>Outcome</th></tr>
<tr><td>1</td><td>Lamp repairs</td><td>Noted</td></tr><tr><td>2</td><td>Keeper\u2019s cottage</td><td>Deferred to July</td></tr></table>
<p>The next meeting of the panel will be held in the same place in July, when the survey of the tower will have been received.</p></td></tr></table></form></body></html>"""

PUBLICATION = """<!DOCTYPE html><html><head><title>Safer harbours: our plan - GOV.UK</title>
<link rel="canonical" href="https://www.example.org/government/publications/safer-harbours">
<meta name="govuk:first-published-at" content="2031-03-03T09:30:00+00:00"><meta name="govuk:public-updated-at" content="2032-01-01T00:00:00+00:00">
<meta name="govuk:primary-publishing-organisation" content="Department for Harbours"><meta property="og:site_name" content="GOV.UK"></head>
<body><div class="gem-c-cookie-banner" id="global-cookie-message"><h2>Cookies on this site</h2><p>We use some essential cookies to make this site work.</p></div>
<header role="banner" class="gem-c-layout-super-navigation-header"><p>GOV.UK</p></header>
<div class="gem-c-phase-banner"><p>This is a trial service.</p></div>
<main id="content" role="main"><div class="gem-c-inverse-header"><span class="govuk-caption-xl">Policy paper</span><h1 class="gem-c-title__text">Safer harbours: our plan</h1><p class="publication-header__last-changed">Published 3 March 2031</p></div>
<nav class="gem-c-contents-list" aria-label="Contents" role="navigation"><h2 class="gem-c-contents-list__title">Contents</h2><ol><li><a href="#foreword">Foreword</a></li><li><a href="#what-we-will-do">What we will do</a></li></ol></nav>
<div class="gem-c-print-link"><button>Print this page</button></div>
<div class="govspeak"><h2 id="foreword">Foreword</h2><p>Every harbour should be safe for those who work in it.<sup id="fnref:1" role="doc-noteref"><a href="#fn:1" class="footnote" rel="footnote">[footnote 1]</a></sup></p>
<h2 id="sharing-what-works">Sharing what works</h2>
<h3 id="social-care-links">Social links with fishing towns</h3>
<ol><li>By May 2032, we will publish a code of practice:<ol type="a"><li>for pilots</li><li>for quays</li></ol></li><li><p>We will fund ten lifeboats.</p><p>The first will be delivered in 2033.</p></li></ol>
<ol class="legislative-list"><li>4.1 Each port will keep a register.</li><li>4.2 Each register will be open.</li></ol>
<table><caption>Table 1: Lifeboats by coast</caption><thead><tr><th scope="col">Coast</th><th scope="col">2031</th><th scope="col">2033</th></tr></thead><tbody><tr><th scope="row">North</th><td>4</td><td>9</td></tr><tr><th scope="row" rowspan="2">South</th><td colspan="2">not counted</td></tr><tr><td>5</td><td>6</td></tr></tbody></table>
<dl class="metadata"><dt>Applies to</dt><dd>England</dd><dt>Reference</dt><dd>DH 12/31</dd></dl>
<blockquote><p>We waited a year for a lamp.</p></blockquote>
<details><summary>How we counted</summary><p>Ports sent one return each.</p></details>
<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1"><p>Harbour survey, 2030.&nbsp;<a href="#fnref:1" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li></ol></div>
</div></main><div class="gem-c-feedback"><p>Is this page useful?</p></div><div class="gem-c-related-navigation"><h2>Related content</h2><ul><li><a href="/o">Other harbours</a></li></ul></div><footer role="contentinfo"><p>Crown copyright</p></footer></body></html>"""

NEWS = """<html><head><title>Ferry survey | Quay Council</title><meta property="og:site_name" content="Quay Council"><meta property="og:url" content="https://quay.example/news/ferry"></head><body>
<div class="site-header"><a href="/">Quay Council</a></div><div id="wrap"><div class="side"><ul class="sidebar"><li><a href="/a">News</a></li><li><a href="/b">Events</a></li></ul></div>
<div class="text"><h1>Ferry survey results</h1>In all, 412 people answered the survey of ferry passengers in May.<br><br>Most of them, 61%, said that the first boat leaves too late for work.<br>One in ten walks.
<p>The council will look at an earlier boat in the autumn and will report what it finds to the members before the new year.</p>
<div class="share-buttons"><a href="#">Tweet</a><a href="#">Share</a></div></div></div></body></html>"""

MAIL = """<html><head><style>p.MsoNormal{margin:0}</style></head><body lang=EN-GB><div class=WordSection1>
<p class=MsoNormal><b>From:</b> Robin Marsh<br><b>Sent:</b> 4 June 2031</p>
<p class=MsoTitle>Note on the quay</p>
<p class=MsoNormal><span style='font-weight:bold'>Next steps</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Mend the crane before winter.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>&#183;<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Tell the owners.<o:p></o:p></p>
<p class=MsoNormal><span style='mso-hide:all'>Draft only.</span>&nbsp;</p><p class=MsoFootnoteText>See the crane log.</p></div></body></html>"""


def _read(page: str, encoding: str = "utf-8") -> Reading:
    return read_html(page.encode(encoding), "page.html")


def _blocks(page: str, encoding: str = "utf-8") -> tuple[str, tuple[Block, ...]]:
    made = _read(page, encoding)
    return made.text, structure(made.text, made.units)


def _shown(page: str, encoding: str = "utf-8") -> list[tuple[str, str | None, str]]:
    text, blocks = _blocks(page, encoding)
    return [(block.kind, block.number, block.span.of(text).rstrip("\n")) for block in blocks]


def test_a_meeting_page_gives_its_items_with_decisions_and_minutes() -> None:
    assert _shown(MEETING) == [
        ("heading", None, "Agenda and minutes"),
        ("heading", None, "Harbour Committee\nWednesday 4 June 2031 10.00 am"),
        ("paragraph", None, "Venue: The Old Customs House, Quay Street"),
        ("contact", None, "Contact: Robin Marsh"),
        ("heading", None, "Items"),
        ("table_row", None, "No.\tItem"),
        ("heading", "1", "1.\tApologies for absence"),
        ("heading", None, "Minutes:"),
        ("paragraph", None, "Apologies were received from two members of the committee."),
        ("heading", "2", "2.\tMooring charges"),
        ("paragraph", None, "To consider the report of the harbour master on charges for the coming year."),
        ("heading", None, "Additional documents:"),
        ("list_item", None, "Mooring charges report, PDF 210 KB"),
        ("heading", None, "Decision:"),
        ("decision", None, "RESOLVED: that the charges in paragraph 3.2 of the report be approved from 1 April 2032."),
        ("heading", None, "Minutes:"),
        ("paragraph", None, "The harbour master introduced the report and answered questions about winter moorings."),
        (
            "paragraph", None,
            "Members asked that boat owners be told of the change before the end of the season, and that the fees be set out on one page.",
        ),
    ]  # fmt: skip


def test_an_old_site_of_nested_tables_gives_its_text_and_its_table_of_data() -> None:
    assert _shown(OLD_SITE, "cp1252") == [
        ("heading", None, "Lighthouse Panel"),
        ("paragraph", None, "The panel met on 9 May 2031 at the Town Hall and considered the matters that are listed below in the order of the agenda."),
        ("table_row", None, "Item\tSubject\tOutcome"),
        ("table_row", None, "1\tLamp repairs\tNoted"),
        ("table_row", None, "2\tKeeper’s cottage\tDeferred to July"),
        ("paragraph", None, "The next meeting of the panel will be held in the same place in July, when the survey of the tower will have been received."),
    ]  # fmt: skip


def test_a_publication_gives_headings_lists_tables_and_footnotes() -> None:
    text, blocks = _blocks(PUBLICATION)
    assert [(block.kind, block.number, block.span.of(text).rstrip("\n")) for block in blocks] == [
        ("paragraph", None, "Policy paper"),
        ("heading", None, "Safer harbours: our plan"),
        ("paragraph", None, "Published 3 March 2031"),
        ("heading", None, "Contents"),
        ("contents", None, "Foreword"),
        ("contents", None, "What we will do"),
        ("heading", None, "Foreword"),
        ("paragraph", None, "Every harbour should be safe for those who work in it.[footnote 1]"),
        ("heading", None, "Sharing what works"),
        ("heading", None, "Social links with fishing towns"),
        ("paragraph", "1", "By May 2032, we will publish a code of practice:"),
        ("list_item", "a", "for pilots"),
        ("list_item", "b", "for quays"),
        ("paragraph", "2", "We will fund ten lifeboats."),
        ("paragraph", None, "The first will be delivered in 2033."),
        ("paragraph", "4.1", "4.1 Each port will keep a register."),
        ("paragraph", "4.2", "4.2 Each register will be open."),
        ("caption", None, "Table 1: Lifeboats by coast"),
        ("table_row", None, "Coast\t2031\t2033"),
        ("table_row", None, "North\t4\t9"),
        ("table_row", None, "South\tnot counted\t"),
        ("table_row", None, "\t5\t6"),
        ("table_row", None, "Applies to\tEngland"),
        ("table_row", None, "Reference\tDH 12/31"),
        ("quotation", None, "We waited a year for a lamp."),
        ("heading", None, "How we counted"),
        ("paragraph", None, "Ports sent one return each."),
        ("footnote", "1", "Harbour survey, 2030. ↩"),
    ]
    assert [block.section[-1] for block in blocks if block.kind == "caption"] == ["Social links with fishing towns"]
    assert [unit.text for unit in _read(PUBLICATION).units if "note:1" in unit.flags or unit.label == "1"] == [
        "Every harbour should be safe for those who work in it.[footnote 1]",
        "Harbour survey, 2030. ↩",
    ]


def test_a_publication_says_whose_it_is_and_when_it_was_published() -> None:
    made = _read(PUBLICATION)
    assert (made.stated_title, made.stated_author, made.stated_date, made.source_url) == (
        "Safer harbours: our plan", "Department for Harbours", "2031-03-03", "https://www.example.org/government/publications/safer-harbours",
    )  # fmt: skip


def test_a_page_that_marks_nothing_gives_its_densest_part() -> None:
    assert _shown(NEWS) == [
        ("heading", None, "Ferry survey results"),
        ("paragraph", None, "In all, 412 people answered the survey of ferry passengers in May."),
        ("paragraph", None, "Most of them, 61%, said that the first boat leaves too late for work.\nOne in ten walks."),
        ("paragraph", None, "The council will look at an earlier boat in the autumn and will report what it finds to the members before the new year."),
    ]  # fmt: skip
    made = _read(NEWS)
    assert (made.stated_title, made.stated_author, made.source_url) == (
        "Ferry survey", "Quay Council", "https://quay.example/news/ferry",
    )  # fmt: skip


def test_a_page_saved_by_word_or_sent_as_mail() -> None:
    made = _read(MAIL)
    assert [(unit.kind, unit.text, unit.bold, unit.flags) for unit in made.units] == [
        (None, "From: Robin Marsh Sent: 4 June 2031", False, ()),
        ("heading", "Note on the quay", True, ()),
        (None, "Next steps", True, ()),
        (None, "1. Mend the crane before winter.", False, ()),
        ("list_item", "Tell the owners.", False, ()),
        (None, "Draft only.", False, ("hidden",)),
        ("footnote", "See the crane log.", False, ()),
    ]

"""Papers with one mistake each, of every kind, and their clean twins, which raise nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from index.checks import check_paper
from tests.index.check_papers import make_paper


@dataclass(frozen=True)
class Seeded:
    """A paper with one mistake: the rule that finds it, words of both quotes and of the explanation; `clean`: (old, new)
    that mends the paper, after which nothing is raised."""

    name: str
    kind: str
    rule: str
    text: str
    a: str
    b: str | None
    says: str
    clean: tuple[str, str]
    figures: dict[str, str] = field(default_factory=dict)
    undertakings: tuple[tuple[str, str], ...] = ()


BUSES = """
# Summary
- Most passengers (64%) said the evening timetable met their needs.
# Evening services
Passengers were asked about the evening. Almost two thirds of passengers (61%) said that the evening timetable met their needs.
Figure 1: Whether the evening timetable meets passengers' needs
Question: Does the evening timetable meet your needs?
Base: All passengers who answered (n = 412)
# Fares
Figure 2: What passengers think of fares
Question: What do you think of the fares you pay?
Base: All passengers who answered (n = 412)
"""

LIBRARIES = """
# Executive summary
- Around half of branches (48%) open late on all or most weekdays.
# Opening hours
Close to half of all branches (48%) open late on most or half of weekdays.
Figure 1: How often branches open late on weekdays
Question: On how many weekdays does your branch open late?
Base: All branches (n = 90)
"""

GRANTS = """
# Key findings
Just under a third (31%) of charities said the small grant had let them take on another worker.
# Small grants
Nearly a third (31%) of charities that received a small grant said the small grant had let them take on another worker.
Figure 1: What the small grant let charities do
Question: What has the small grant let you do?
Base: Charities that received a small grant (n = 160)
"""

BASES = """
# Allotments
Figure 1: Whether plots are taken
Base: Sites in the allotments part (n = 74)
Figure 2: How long people wait for a plot
Base: Sites in the allotments part (n = 74)
Figure 3: Who runs the site
Base: Sites in the allotments part (n = 74)
Figure 4: What water costs
Base: Sites in the allotments part (n = 71)
"""

SUBGROUP = """
# Meals at home
Figure 1: Why kitchens stopped delivering meals
Question: Why did your kitchen stop delivering meals?
Base: Kitchens who said they had stopped delivering meals (n = 23)
# Lunch clubs
Figure 2: How many lunch clubs there are
Question: How many lunch clubs are in your area?
Base: Kitchens who said they had stopped delivering meals (n = 23)
"""

QUESTION = """
# Footpaths
Figure 1: Who clears overgrown footpaths
Question: Who is asked to clear overgrown footpaths?
Base: All parishes (n = 58)
# Bridges
Figure 2: Reasons why bridges have been closed
Question: Who is asked to clear overgrown footpaths?
Base: All parishes (n = 58)
"""

FITS_ANOTHER = """
# Rangers
Figure 1: How rangers spend their winter hours
Question: What damage did storms do to dune fences?
# Dunes
Figure 2: Damage that storms did to dune fences
Question: How do rangers spend winter?
"""

LISTED = """
Figure 1: Number of moorings let by season ..... 4
# Moorings
Figure 1: Complaints about harbour lighting after dark
"""

VARIABLES = """
# Response
Table 1: Returns by region and land type
Variable\tValue\tFarms\tReturns
Region\tNorth\t40\t20
\tSouth\t50\t30
Tenure\tOwned\t60\t35
\tRented\t30\t15
"""

LISTED_VARIABLES = """
# Response
The profile was compared on three variables: region, tenure and flock size.
Table 1: Returns of farms
Variable\tValue\tFarms\tReturns
Region\tNorth\t40\t20
\tSouth\t50\t30
Tenure\tOwned\t60\t35
\tRented\t30\t15
"""

COUNTED = """
# Response
There were four chapters to the questionnaire, as Table 1 shows.
Table 1: Answers by chapter
Chapter\tAnswers\tRate
Housing\t80\t53%
Parks\t78\t52%
Waste\t75\t50%
"""

FIGURES = """
# Pools
Attendance fell in winter (see Figure 7).
Figure 1: Visits to pools by month
# Gyms
Figure 2: Members of gyms by age
# Courts
Figure 3: Bookings of tennis courts by week
"""

WRONG_FIGURE = """
# Pools
Asked how warm the pools were, swimmers named the changing rooms as cold (see Figure 3).
Figure 1: How warm swimmers find pools and changing rooms
# Gyms
Figure 2: Members of gyms by age
# Courts
Figure 3: Bookings of tennis courts by week
"""

TWICE = """
# Harbour
Figure 1: Berths let each month
Figure 2: Complaints about noise at night
Figure 2: Income from mooring fees
Figure 3: Staff on duty by season
"""

PARAGRAPHS = "\n".join(
    [
        "# Report",
        *(f"{n}. The trust has looked at hut number {n} and found it sound." for n in range(1, 10)),
        "10. The costs are set out in paragraph 14.",
    ]
)

CHAPTERS = "\n".join(
    [
        "# Report",
        *(f"3.{n} The hall in ward {n} was repainted." for n in range(1, 10)),
        "3.10 As said in paragraph 3.12, the roof of the depot leaks.",
    ]
)

APPENDICES = """
# Report
The costs are in Appendix D.
# Appendix A: Plan
The plan shows the site.
# Appendix B: Costs
The costs are for one year.
# Appendix C: Risks
The risks are low.
"""

TOTALS = """
# Budget
Table 1: Spending by service
Service\t2022/23\t2023/24
Roads\t1,200\t1,300
Parks\t400\t420
Waste\t900\t950
Total\t2,500\t2,760
"""

LONE_TOTAL = """
# Trees
Table 1: Trees planted
Ward\tTrees
Abbey\t120
Brook\t85
Castle\t140
Dale\t60
Total\t415
"""

HUNDRED = """
# Views
Table 1: Views on the scheme
Answer\tShare
Support\t52%
Oppose\t31%
Not sure\t11%
Total\t100%
"""

THOUSANDS = """
# Budget
Table 1: Spending by service
Service\tBudget £000\tSpent £000
Roads\t1,201\t1,300
Parks\t402\t420
Waste\t900\t950
Total\t2,504\t2,670
"""

RATES = """
# Returns
Table 1: Returns by ward
Ward\tSent\tReturned\tReturn rate
Abbey\t200\t100\t50%
Brook\t150\t60\t40%
Castle\t120\t90\t75%
Dale\t80\t20\t52%
Eaton\t100\t30\t30%
"""

SHARES = "# Survey\nOf the wardens asked, 41 of 90 (52%) had a radio.\n"
SHARE_AFTER = "# Survey\nIn all, 18 out of 24 lock keepers, 60%, work alone at night.\n"

IMPOSSIBLE = """
# Ferries
A tenth of crews (10%) sail at night.
By day 57% sail, and 29% sail at dawn.
Figure 1: When crews sail
Question: When does your crew sail?
Base: All crews (n = 7)
"""

WEEKDAY = "# Next meeting\nThe panel will meet on Tuesday 15 March 2023 at the depot.\n"
WEEKDAY_ORDINAL = "# Next meeting\nThe panel met on Friday, 1st September 2022.\n"
NO_DAY = "# Timetable\nBids close on 31 June 2024.\n"
NO_LEAP = "# Timetable\nBids close on 29 February 2023.\n"

POSTS = """
# Biography
Ivo Lindqvist was appointed Harbour Commissioner on 3 May 2021.
He was previously Dock Inspector from 2 January 2018 to 10 May 2021.
"""

MEETINGS = """
# Item 1
Meeting: Ferries and Piers Panel
Date: 8 June 2023
# Item 2
Meeting: Ferries and Piers Panel
Date: 8 June 2023
# Item 3
Meeting: Ferries and Piers Panel
Date: 9 June 2023
"""

CONSULTED = """
# Background
The consultation ran from 4 January 2023 to 26 February 2023 and drew 212 replies.
# Method
The consultation closed on 3 March 2023.
"""

FIELDWORK = """
# Summary
Fieldwork was carried out between 2 May and 30 June 2022.
# Method
The fieldwork ran from 9 May 2022 to 30 June 2022 in six towns.
"""

CENSUS = """
# Method
Counts of moorings are taken from the March 2022 Coastal Moorings census.
# Notes
Figures are from the Coastal Moorings census, May 2022, and cover England.
"""

SPELLING = """
# Members
Cllr Philip Ardmore\tThornby Council
Cllr Una Kestrel\tWexley Council
# Minutes
The note was agreed.
It was noted that the depot would close.
A member asked about the ferry.
It was said that the quay was safe.
The slipway was discussed.
Thanks were given.
# Attendance
Cllr Phillip Ardmore\tThornby Council
Cllr Una Kestrel\tWexley Council
"""

SURNAME = """
# Minutes
Councillor Una Kestrell asked about the quay.
# Attendance
Councillor Una Kestrel gave the second report. Councillor Una Kestrel then left.
"""

SHORT_FORM = """
# Minutes
Steve Marlowe, an Engineer at Quayworks Ltd presented the drawings.
# Attendance
Steven Marlowe\tQuayworks Ltd
Ann Petrie\tDockside Trust
"""

BODIES = """
# Minutes
Orla Finch, Surveyor and Director from the Coastal Heritage Society presented the plan.
# Attendance
Orla Finch\tHarbour Engineering Ltd
Ann Petrie\tDockside Trust
"""

COUNCILS = """
# Members
Cllr Una Kestrel\tWexley Borough Council
Cllr Jo Amble\tThornby District Council
# Attendance
Cllr Una Kestrel\tMarlham Borough Council
Cllr Jo Amble\tThornby District Council
"""

LETTERS = """
# Training
Wardens take the Coastal Rescue and Boating Certificate (CRCB).
# Costs
The CRBC costs £40 a head.
"""

LETTER_TOO_MANY = """
# Training
Wardens join the National Union of Lock Keepers (NULKK).
# Costs
The NULK asks £12 a year.
"""

UNDER = "# Survey\nJust under half of wardens (52%) carry a radio.\n"
OVER = "# Survey\nOver a third of wardens (31%) carry a radio.\n"
MAJORITY = "# Survey\nThe majority of wardens (44%) carry a radio.\n"

MONEY = """
# Summary
The dredging of the outer harbour basin cost £1.4 million, paid from reserves.
# Harbour works
The dredging of the outer harbour basin cost £1.6 million, paid from reserves.
"""

FIRM = """
# Foreword
We will publish a register of private jetties on the estuary each spring.
# Next steps
We will explore publishing a register of private jetties on the estuary each spring.
"""

LEFT_OVER = """
# Summary
- To keep crews afloat, over half of ports (56%) paid for engine repairs and 48% paid for new lamps.
# Payments
Ports were asked what they pay for. Over half (52%) paid for engine repairs. In all, 48% paid for new lamps.
Figure 1: What ports pay for
Question: What does your port pay for?
Base: All ports (n = 412)
"""

PARTS = "# Costs\nThe works cost £4.5 million, made up of £2.1 million for roads, £1.2 million for lamps and £0.8 million for signs.\n"
PEOPLE = "# Replies\nThere were 48 replies, made up of 20 from crews, 15 from ports and 12 from parishes.\n"
LISTED_AIMS = """
# Aims
The strategy has the following four aims:
- safer piers
- cleaner water
- fewer empty berths
# Costs
The costs are met.
"""
REVERSED = "# Works\nThe lock is shut from 3 May 2023 to 2 April 2023 for works.\n"
TWO_POSTS = """
# Contacts
Report author: Orla Finch, Head of Harbour Works.
# Attendance
Questions were put to Orla Finch, Head of Legal Services.
"""

EXPLORE = """
# Summary
Regulations will be brought forward to give every lock keeper a radio and to keep night watches on tidal gates until 2030.
# Night watches
The Trust will explore keeping night watches on tidal gates with every lock keeper carrying a radio.
"""
EXPLORE_SAID = tuple(
    (line, strength) for line, strength in zip(EXPLORE.strip().splitlines()[1::2], ("firm", "exploratory"))
)

SUMS = """
# Summary
£18 million will be spent on new pontoons for river buses and shelters at the eastern landing stages.
# River buses
£15 million will go on pontoons for river buses, lit walkways, and shelters at eastern landing stages.
"""
SUMS_SAID = tuple((line, "firm") for line in SUMS.strip().splitlines()[1::2])

DATES = """
# Summary
The Trust will replace every wooden gate on the northern canal flight with steel by the end of 2026.
# Gates
The Trust will replace every wooden gate on the northern canal flight with steel by the end of 2028.
"""
SHORT_DATES = """
# Item 4
The Trust will publish a national towpath safety framework by the end of 2024.
# Item 6
The Trust will now publish the national towpath safety framework by the end of 2025.
"""
SHORT_DATES_SAID = tuple((line, "firm") for line in SHORT_DATES.strip().splitlines()[1::2])
DATES_SAID = tuple((line, "firm") for line in DATES.strip().splitlines()[1::2])

SEEDED = (
    Seeded("statistic of a figure", "value", "same statistic, different value", BUSES, "Most passengers (64%)", "(61%) said that the evening", "64% in one place and as 61%", ("(64%)", "(61%)"), {"64%": "Figure 1", "61%": "Figure 1"}),
    Seeded("number of a figure that is left over", "value", "same statistic, different value", LEFT_OVER, "(56%) paid", "(52%) paid", "56% in one place and as 52%", ("56%", "52%"), {"56%": "Figure 1", "52%": "Figure 1", "48%": "Figure 1"}),
    Seeded("one point apart", "value", "same statistic, different value", BUSES.replace("64%", "62%"), "(62%)", "(61%)", "62% in one place and as 61%", ("(62%)", "(61%)"), {"62%": "Figure 1", "61%": "Figure 1"}),
    Seeded("statistic without a figure", "value", "same statistic, different value",
        "# Summary\nIn all, 57% of allotment holders would pay more rent for piped water on their plot.\n# Water\nThe panel noted that 75% of allotment holders would pay more rent for piped water on their plot.\n",
        "57%", "75%", "57% in one place and as 75%", ("57%", "75%")),
    Seeded("sum of money", "value", "same statistic, different value", MONEY, "£1.4 million", "£1.6 million", "£1.4 million in one place and as £1.6 million", ("£1.4", "£1.6")),
    Seeded("measure", "wording", "same figure, another measure", LIBRARIES, "all or most", "most or half", "“all or most weekdays” and the other “most or half of", ("all or most weekdays", "most or half of weekdays"), {"48%": "Figure 1"}),
    Seeded("population", "base", "same figure, other people", GRANTS, "(31%) of charities said", "charities that received a small grant said", "“received a small grant”", ("of charities said the small grant had let them take on another worker.\n#", "of charities that received a small grant said the small grant had let them take on another worker.\n#"), {"31%": "Figure 1"}),
    Seeded("base", "base", "one base, two numbers", BASES, "n = 71", "n = 74", "n = 71 under Figure 4, and n = 74 under 3 other figures", ("n = 71", "n = 74")),
    Seeded("base of another figure", "base", "base of another figure", SUBGROUP, "How many lunch clubs", "stopped delivering meals", "Figure 2 is printed with the base of Figure 1", ("your area?\nBase: Kitchens who said they had stopped delivering meals (n = 23)", "your area?\nBase: All kitchens (n = 80)")),
    Seeded("question of another figure", "caption", "one question under two figures", QUESTION, "Reasons why bridges", "Who clears overgrown footpaths", "printed with the question of Figure 1", ("closed\nQuestion: Who is asked to clear overgrown footpaths?", "closed\nQuestion: Why have bridges been closed?")),
    Seeded("question fits a neighbour", "caption", "question of another figure", FITS_ANOTHER, "What damage did storms", "Damage that storms did", "fits Figure 2", ("hours\nQuestion: What damage did storms do to dune fences?", "hours\nQuestion: How do your rangers spend the winter?")),
    Seeded("list of figures", "caption", "caption against its list", LISTED, "Number of moorings", "Complaints about harbour lighting", "in the list", ("Complaints about harbour lighting after dark", "Number of moorings let by season")),
    Seeded("caption of a table", "caption", "caption against its table", VARIABLES, "by region and land type", "Variable", "no “land type”; its variables are Region, Tenure", ("land type", "tenure")),
    Seeded("list of variables", "caption", "list of variables against its table", LISTED_VARIABLES, "three variables", "Variable", "“flock size”", ("region, tenure and flock size", "region and tenure")),
    Seeded("count of rows", "value", "count against its table", COUNTED, "four chapters", "Chapter", "counts four chapters; Table 1 has 3 rows", ("four", "three")),
    Seeded("no such figure", "reference", "no such figure", FIGURES, "see Figure 7", "Figure 3", "refers to Figure 7; the paper has Figure 1 to 3", ("Figure 7", "Figure 1")),
    Seeded("no such table", "reference", "no such figure", FIGURES.replace("Figure", "Table"), "see Table 7", "Table 3", "refers to Table 7; the paper has Table 1 to 3", ("Table 7", "Table 1")),
    Seeded("figure about something else", "reference", "figure about something else", WRONG_FIGURE, "see Figure 3", "Bookings of tennis courts", "speaks of what Figure 1 shows", ("Figure 3).", "Figure 1).")),
    Seeded("number used twice", "reference", "one number, two figures", TWICE, "Income from mooring fees", "Complaints about noise", "Two different captions are numbered Figure 2", ("Figure 2: Income from mooring fees\nFigure 3", "Figure 3: Income from mooring fees\nFigure 4")),
    Seeded("no such paragraph", "reference", "no such paragraph", PARAGRAPHS, "paragraph 14", "10. The costs", "refers to paragraph 14; the last one of that series is 10", ("paragraph 14", "paragraph 4")),
    Seeded("no such paragraph of a chapter", "reference", "no such paragraph", CHAPTERS, "paragraph 3.12", "3.10 As said", "refers to paragraph 3.12; the last one of that series is 3.10", ("paragraph 3.12", "paragraph 3.2")),
    Seeded("no such appendix", "reference", "no such appendix", APPENDICES, "Appendix D", "Appendix C", "the paper has Appendix A to C", ("Appendix D", "Appendix B")),
    Seeded("no such annex", "reference", "no such appendix", APPENDICES.replace("Appendix", "Annex"), "Annex D", "Annex C", "the paper has Annex A to C", ("Annex D", "Annex B")),
    Seeded("total", "sum", "total against its rows", TOTALS, "2,760", "Roads", "add up to 2,670; the total printed is 2,760", ("2,760", "2,670")),
    Seeded("total of one column", "sum", "total against its rows", LONE_TOTAL, "415", "Abbey", "add up to 405; the total printed is 415", ("415", "405")),
    Seeded("percentages", "sum", "total against its rows", HUNDRED, "100%", "Support", "add up to 94; the total printed is 100%", ("11%", "17%")),
    Seeded("rate of a row", "sum", "share against its counts", RATES, "Dale", "Ward", "20 of 80 is 25%, and 52% is printed", ("52%", "25%")),
    Seeded("displaced rows", "sum", "share against its counts", RATES.replace("25%", "30%").replace("52%", "30%").replace("30\t30%", "30\t25%"), "Dale", "Eaton", "Neither do the 1 rows", ("20\t30%\nEaton\t100\t30\t25%", "20\t25%\nEaton\t100\t30\t30%")),
    Seeded("count and share", "impossible_percentage", "share against its counts", SHARES, "41 of 90 (52%)", None, "41 of 90 is 45.6%", ("52%", "46%")),
    Seeded("count and share, after a comma", "impossible_percentage", "share against its counts", SHARE_AFTER, "18 out of 24", None, "18 of 24 is 75.0%", ("60%", "75%")),
    Seeded("no count gives it", "impossible_percentage", "no count gives it", IMPOSSIBLE, "(10%)", "n = 7", "10% of 7 is 0.7 people: 0 of 7 is 0.0%, 1 of 7 is 14.3%", ("A tenth of crews (10%)", "A few crews (14%)")),
    Seeded("weekday", "date", "weekday against the calendar", WEEKDAY, "Tuesday 15 March 2023", None, "15 March 2023 is a Wednesday, not a Tuesday", ("15", "14")),
    Seeded("weekday with an ordinal", "date", "weekday against the calendar", WEEKDAY_ORDINAL, "Friday, 1st September 2022", None, "1 September 2022 is a Thursday, not a Friday", ("1st", "2nd")),
    Seeded("day of no month", "date", "no such day", NO_DAY, "31 June 2024", None, "There is no 31 June 2024", ("31", "30")),
    Seeded("leap day", "date", "no such day", NO_LEAP, "29 February 2023", None, "There is no 29 February 2023", ("2023", "2024")),
    Seeded("posts", "date", "posts that overlap", POSTS, "He was previously", "appointed Harbour Commissioner", "7 days after the later one began on 3 May 2021", ("10 May 2021", "2 May 2021")),
    Seeded("meeting", "date", "one meeting, two dates", MEETINGS, "9 June 2023", "8 June 2023", "9 June 2023 here and 8 June 2023 on 2 other papers", ("9 June", "8 June")),
    Seeded("consultation", "date", "one event, two dates", CONSULTED, "ran from 4 January 2023", "closed on 3 March 2023", "ends on 26 February 2023 in one place and on 3 March 2023", ("3 March", "26 February")),
    Seeded("fieldwork", "date", "one event, two dates", FIELDWORK, "between 2 May", "from 9 May 2022", "begins on 2 May 2022 in one place and on 9 May 2022", ("9 May", "2 May")),
    Seeded("source", "date", "one source, two dates", CENSUS, "March 2022", "May 2022", "is of March 2022 in one place and of May 2022", ("May 2022", "March 2022")),
    Seeded("first name", "name", "one name, two spellings", SPELLING, "Philip Ardmore", "Phillip Ardmore", "“Philip Ardmore” here and “Phillip Ardmore” elsewhere", ("Phillip", "Philip")),
    Seeded("surname", "name", "one name, two spellings", SURNAME, "Una Kestrell", "Una Kestrel", "“Una Kestrell” here and “Una Kestrel” elsewhere", ("Kestrell", "Kestrel")),
    Seeded("short form in a list", "name", "one name, two spellings", SHORT_FORM, "Steve Marlowe", "Steven Marlowe", "“Steve Marlowe” here", ("Steven", "Steve")),
    Seeded("affiliation", "name", "one person, two bodies", BODIES, "Coastal Heritage Society", "Harbour Engineering Ltd", "is from “Coastal Heritage Society” here and from “Harbour", ("Harbour Engineering Ltd", "Coastal Heritage Society")),
    Seeded("councillor of two councils", "name", "one person, two bodies", COUNCILS, "Wexley Borough Council", "Marlham Borough Council", "from “Wexley Borough Council” here", ("Marlham", "Wexley")),
    Seeded("letters exchanged", "name", "abbreviation misprinted", LETTERS, "(CRCB)", "The CRBC costs", "“CRCB” here; its words give “CRBC”", ("CRCB", "CRBC")),
    Seeded("letter too many", "name", "abbreviation misprinted", LETTER_TOO_MANY, "(NULKK)", "The NULK asks", "its words give “NULK”", ("NULKK", "NULK")),
    Seeded("under half", "wording", "words against their number", UNDER, "(52%)", None, "under 50%; the number beside them is 52%", ("52%", "48%")),
    Seeded("over a third", "wording", "words against their number", OVER, "(31%)", None, "over 33%; the number beside them is 31%", ("31%", "36%")),
    Seeded("majority", "wording", "words against their number", MAJORITY, "(44%)", None, "less than half", ("44%", "54%")),
    Seeded("parts of a sum", "sum", "parts against their total", PARTS, "made up of", None, "add up to £4,100,000; the total given is £4,500,000", ("£4.5", "£4.1")),
    Seeded("parts of a count", "sum", "parts against their total", PEOPLE, "48 replies", None, "add up to 47; the total given is 48 replies", ("48", "47")),
    Seeded("list as announced", "value", "list against its announcement", LISTED_AIMS, "following four aims", "safer piers", "announces four aims; 3 are listed", ("four", "three")),
    Seeded("period", "date", "period that ends before it begins", REVERSED, "from 3 May 2023", None, "begins on 3 May 2023 and ends on 2 April 2023", ("2 April 2023", "2 June 2023")),
    Seeded("two posts", "name", "one person, two posts", TWO_POSTS, "Head of Harbour Works", "Head of Legal Services", "Orla Finch is Head of Harbour Works here and Head of Legal Services in", ("Head of Legal Services", "Head of Harbour Works")),
    Seeded("commitment that is only explored", "strength", "one commitment, firm and hedged", EXPLORE, "will be brought forward", "will explore", "“explore”", ("explore keeping", "keep"), undertakings=EXPLORE_SAID),
    Seeded("commitment with two sums", "value", "one commitment, two sums", SUMS, "£18 million", "£15 million", "£18 million in one place and £15 million", ("£18", "£15"), undertakings=SUMS_SAID),
    Seeded("commitment with two dates", "date", "one commitment, two dates", DATES, "2026", "2028", "“by the end of 2026” in one place and “by the end of 2028”", ("2028", "2026"), undertakings=DATES_SAID),
    Seeded("short commitment with two dates", "date", "one commitment, two dates", SHORT_DATES, "2024", "2025", "“by the end of 2024” in one place and “by the end of 2025”", ("2025", "2024"), undertakings=SHORT_DATES_SAID),
    Seeded("commitment", "strength", "one commitment, firm and hedged", FIRM, "We will publish a register", "We will explore publishing", "“explore”", ("explore publishing", "be publishing"),
        undertakings=(("We will publish a register of private jetties on the estuary each spring.", "firm"), ("We will explore publishing a register of private jetties on the estuary each spring.", "exploratory"))),
)  # fmt: skip


@pytest.mark.parametrize("case", SEEDED, ids=lambda case: case.name)
def test_the_mistake_is_found_and_nothing_else(case: Seeded) -> None:
    found = check_paper(make_paper(case.text, figures=case.figures, undertakings=case.undertakings))
    assert [(made.kind, made.rule) for made in found] == [(case.kind, case.rule)]
    made = found[0]
    assert case.a in made.a.quote
    assert (made.b is None) == (case.b is None)
    if case.b is not None and made.b is not None:
        assert case.b in made.b.quote
    assert case.says in made.explanation


@pytest.mark.parametrize("case", SEEDED, ids=lambda case: case.name)
def test_the_mended_paper_raises_nothing(case: Seeded) -> None:
    old, new = case.clean
    assert old in case.text
    figures = {key.replace(old.strip("()"), new.strip("()")): value for key, value in case.figures.items()}
    undertakings = tuple((quote.replace(old, new), "firm") for quote, _ in case.undertakings)
    assert check_paper(make_paper(case.text.replace(old, new), figures=figures, undertakings=undertakings)) == []


def test_every_quote_stands_in_the_paper_word_for_word() -> None:
    for case in SEEDED:
        paper = make_paper(case.text, figures=case.figures, undertakings=case.undertakings)
        for made in check_paper(paper):
            for place in (made.a, *([made.b] if made.b else [])):
                assert paper.document.text[place.start : place.end] == place.quote


CLEAN = {
    "sums rounded to thousands": THOUSANDS,
    "phases are counted off": "# Works\nPhase 1 of 4 (20%) is complete, with 30 of 60 beds (50%) in use.\n",
    "a turnout is no share of the votes": "# Ballot\nIn all 200 of 400 members voted for it (58% turnout).\n",
    "rounding": BUSES.replace("64%", "61.3%"),
    "compared with an earlier wave": BUSES.replace("(64%)", "(61%), up from 52% in 2019,"),
    "a minute of another report's paragraph": PARAGRAPHS.replace(
        "The costs are set out in paragraph 14.", "The steps in paragraph 58 of the report were endorsed."
    ),
    "a law's paragraph": PARAGRAPHS.replace("in paragraph 14.", "in paragraph 14 of Schedule 12A."),
    "a figure of another paper": FIGURES.replace("(see Figure 7)", "(see Figure 7 of the national report)"),
    "a figure that is named often was not read": FIGURES.replace(
        "(see Figure 7).", "(see Figure 7). Most visits are short (Figure 7). Fewer come in June (Figure 7)."
    ),
    "bases that vary by question": BASES.replace(
        "# Allotments\n", "# Allotments\nBase sizes vary because some sites skipped a question.\n"
    ).replace("because some sites skipped a question", "by question"),
    "two people of one list": "# Members\nCllr Philip Ardmore\tThornby Council\nCllr Phillip Ardmore\tWexley Council\n",
    "two people of one line": "# Minutes\nCouncillor Jon Ardmore and Councillor John Ardmore sent apologies.\n",
    "county and district": COUNCILS.replace("Marlham Borough Council", "Marlham County Council"),
    "an abbreviation of a longer name": LETTERS.replace("(CRCB)", "(CRB)"),
    "two consultations": CONSULTED.replace("The consultation ran", "The consultation on mooring fees ran").replace(
        "The consultation closed", "The consultation on lamp posts closed"
    ),
    "two surveys": FIELDWORK.replace("Fieldwork was", "The telephone survey was").replace(
        "The fieldwork ran", "The postal survey ran"
    ),
    "some rows of a table": COUNTED.replace(
        "There were four chapters to the questionnaire, as", "Two chapters had gaps, as"
    ),
    "hedges that fit": "# Survey\nJust over half (51%) swim, almost nine in ten (88%) walk, and around a third (30%) row. Over half (50%) cycle.\n",
    "weighted data": IMPOSSIBLE.replace("A tenth", "Data are weighted. A tenth"),
    "a weekday without its year": "# Next meeting\nThe panel will meet on Tuesday 15 March at the depot.\n",
    "an earlier post that ended in time": POSTS.replace("10 May 2021", "30 April 2021"),
    "other answers to one question": "# Summary\nIn all, 57% of allotment holders would pay more rent for piped water on their plot.\n# Water\nThe panel noted that 75% of allotment holders would not pay more rent for piped water on their plot.\n",
    "another year": MONEY.replace("cost £1.4 million", "cost £1.4 million in 2021").replace(
        "cost £1.6 million", "cost £1.6 million in 2022"
    ),
    "sub-totals": TOTALS.replace("Parks\t", "Sub-total\t1,200\t1,300\nParks\t"),
    "parts that are only some": PARTS.replace("made up of", "including"),
    "parts that are rounded": PARTS.replace("£4.5", "£4.2"),
    "a post in a list is no body": BODIES.replace("Harbour Engineering Ltd", "Deputy Director of Harbour Services"),
    "a post that was left": TWO_POSTS.replace("put to Orla", "put to the former Orla"),
    "a wider post": TWO_POSTS.replace("Legal Services", "Harbour Works and Legal Services"),
    "steps of one timetable": "# Timetable\n- Lamps on every northern tow path will be lit by the end of 2026.\n- Lamps on every northern tow path will be lit by the end of 2028.\n",
    "an annual promise": DATES.replace("every wooden gate", "each year a wooden gate"),
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_a_careful_reader_would_pass_raises_nothing(name: str) -> None:
    said = tuple((line, "firm") for line in CLEAN[name].splitlines() if "by the end of 20" in line)
    figures = {"64%": "Figure 1", "61%": "Figure 1", "61.3%": "Figure 1", "52%": "Figure 1"}
    assert check_paper(make_paper(CLEAN[name], figures=figures, undertakings=said)) == []

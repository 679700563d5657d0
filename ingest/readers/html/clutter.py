"""What of a web page is not its content (navigation, cookie notices, share buttons), and what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

DROPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "datalist", "head", "canvas", "video", "audio", "annotation", "annotation-xml", "rt", "rp", "xml", "map"]
)  # fmt: skip
_MAY_BE_CLUTTER = frozenset(
    ["div", "section", "aside", "nav", "ul", "ol", "dl", "span", "form", "header", "footer", "figure", "p", "a", "button", "dialog", "menu", "fieldset", "details"]
)  # fmt: skip
# Names that programs and style guides give to such parts; whole tokens of a class or id, for "social-care" is a subject
_TOKEN = re.compile(
    r"(?:[a-z]+[_-])*(?:cookies?(?:[_-]?(?:banner|bar|consent|notice|message|policy|popup|law|info|control)\w*)?|consent[_-](?:banner|popup|manager)|breadcrumbs?(?:[_-]\w+)*"
    r"|skip[_-]?(?:links?|nav|to[_-]?\w+)|skiplinks?[\w-]*|(?:site|main|global|primary|secondary|top|sub|side|local|page|section|left|right|mega|utility|footer|header|mobile)?[_-]?nav(?:bar|igation)?(?:[_-](?:bar|links?|list|menu|wrapper|container))*"
    r"|(?:site|main|top|side|left|right|mega|mobile|user|dropdown|hamburger)[_-]?menu|(?:vector|nav|page|context)[_-]menu|menubar|(?:dropdown|vector)[_-]?menu[_-]\w+|mw[_-]portlet[\w-]*|side[_-]?bar|social[_-]?(?:media|links?|share|sharing|icons?|bar|buttons?|networks?)|share[_-]?(?:links?|buttons?|bar|this|icons?|page|tools?|widget)|sharing|addthis\w*|a2a_kit|addtoany\w*"
    r"|related[_-]?(?:links?|content|items?|pages?|nav(?:igation)?|articles?|posts?)|contextual[_-](?:sidebar|footer|breadcrumbs)|page[_-]?feedback|feedback(?:[_-](?:form|banner|link|prompt|widget))?"
    r"|pagination|pager|phase[_-]banner|newsletter[\w-]*|subscribe[\w-]*|email[_-]?(?:signup|alerts?)|single[_-]page[_-]notification[_-]button|print[_-]?(?:links?|page|this|button)|search[_-]?(?:form|box|bar|container)|advert\w*|ad[_-]banner"
    r"|back[_-]?to[_-]?top|language[_-](?:selector|switcher|nav)|translation[_-]nav|translate[_-]\w+|emergency[_-]banner|survey[_-]banner|site[_-]?(?:header|footer)|global[_-](?:header|footer)|user[_-]tools|login[_-]?(?:form|box)|noprint|no[_-]print)",
    re.IGNORECASE,
)
_OWN_SHAPE = re.compile(r"(?:[a-z]+[_-])*(?:contents[_-]list|toc|table[_-]of[_-]contents)(?:[_-]\w+)*", re.IGNORECASE)
_ROLES = frozenset(["navigation", "search", "dialog", "alertdialog", "menu", "menubar"])
_OUTER_ROLES = frozenset(["banner", "contentinfo", "complementary"])
_OUTER = frozenset(["header", "footer", "aside"])  # clutter unless they stand inside the main content
PROMPT = re.compile(
    r"(?:skip to (?:the )?(?:main )?(?:content|navigation)|(?:back|return) to (?:the )?top(?: of (?:the )?page)?|top of page|print this page|print|share(?: this)?(?: page)?|tweet|email this(?: page)?(?: to a friend)?"
    r"|accept (?:all )?cookies|reject (?:all |additional )?cookies|view cookies|cookie settings|is this page useful\??|report a problem with this page|was this (?:page )?helpful\??|listen|↩|⇧|↑)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*(?:0(?:\.0+)?(?:px|pt|em|rem|%)?|0?\.\d+(?:px|pt)|1(?:px|pt))\s*(?:!important\s*)?(?:;|$)"
    r"|(?<![-\w])opacity\s*:\s*0?(?:\.0+)?\s*(?:;|$)|mso-hide\s*:\s*all|(?:left|top|text-indent|margin-left)\s*:\s*-\s*\d{4,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|(?<![-\w])color\s*:\s*transparent",
    re.IGNORECASE,
)
_HIDDEN_CLASS = frozenset(
    ["visually-hidden", "visuallyhidden", "sr-only", "govuk-visually-hidden", "screen-reader", "screen-reader-text", "screenreader", "hidden", "hide", "d-none", "invisible", "is-hidden", "u-hidden", "offscreen", "off-screen", "element-invisible"]
)  # fmt: skip
_SHOWN_ELSEWHERE = re.compile(r"^(?:\w+:|d-(?:sm|md|lg|xl)-|(?:sm|md|lg|xl)-)(?:block|flex|inline|grid|table|visible)")
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = frozenset(["white", "#fff", "#ffffff", "rgb(255,255,255)", "#fefefe", "snow"])
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_SIMPLE = re.compile(r"\s*[a-z]*([.#][\w-]+)\s*", re.IGNORECASE)
_OPENED_BY_SCRIPT = re.compile(
    r"tab|accordion|panel|collaps|content|dropdown|toggle|expand|body|detail|section|slide|modal", re.I
)
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|(?<![-\w])font\s*:[^;]*\bbold\b", re.IGNORECASE)


def names(attributes: Any) -> list[str]:
    """The tokens of an element's class and id."""
    return [*(attributes.get("class") or "").split(), *(attributes.get("id") or "").split()]


def is_contents(attributes: Any) -> bool:
    return any(_OWN_SHAPE.fullmatch(token) for token in names(attributes))


def is_clutter(tag: str, attributes: Any, *, inside_main: bool) -> bool:
    """Whether an element is no content, by its tag, its role and its names. Headings, tables and their parts never are."""
    role = attributes.get("role")
    if tag == "nav" or role in _ROLES:
        return not is_contents(attributes)
    if not inside_main and (tag in _OUTER or role in _OUTER_ROLES):
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    return tag in _MAY_BE_CLUTTER and any(_TOKEN.fullmatch(token) for token in names(attributes))


@dataclass(slots=True)
class Hiding:
    """Which elements are not seen, by their attributes and by the simple rules of the page's own style sheets."""

    rules: frozenset[str] = field(default_factory=frozenset)

    def hides(self, attributes: Any) -> bool:
        if not attributes:
            return False
        if "hidden" in attributes and (attributes.get("hidden") or "").lower() != "until-found":
            return True
        if attributes.get("aria-hidden") == "true":
            return True
        style = attributes.get("style")
        if style and (_HIDDEN_STYLE.search(style) or same_colour(style)):
            return True
        classes = (attributes.get("class") or "").split()
        if any(token.lower() in _HIDDEN_CLASS for token in classes):
            return not any(_SHOWN_ELSEWHERE.match(token) for token in classes)
        if self.rules:
            identity = attributes.get("id")
            return any(f".{token}" in self.rules for token in classes) or f"#{identity}" in self.rules
        return False


def hiding(sheets: Iterable[str], scripted: bool) -> Hiding:
    """The classes and ids that a page's style sheets hide; what scripts commonly open again is not counted."""
    found: set[str] = set()
    for sheet in sheets:
        for selectors, body in _RULE.findall(_without_at_rules(sheet)):
            if not (_HIDDEN_STYLE.search(body) or same_colour(body)):
                continue
            for selector in selectors.split(","):
                match = _SIMPLE.fullmatch(selector)
                if match and not (scripted and _OPENED_BY_SCRIPT.search(match[1])):
                    found.add(match[1])
    return Hiding(frozenset(found))


def _without_at_rules(sheet: str) -> str:
    """The rules that hold on every medium: "@media print { ... }" and its like are left out."""
    out: list[str] = []
    position = 0
    for match in re.finditer(r"@[\w-]+[^{;]*([{;])", sheet):
        if match.start() < position:
            continue
        out.append(sheet[position : match.start()])
        position = match.end()
        depth = 1 if match[1] == "{" else 0
        while depth and position < len(sheet):
            depth += {"{": 1, "}": -1}.get(sheet[position], 0)
            position += 1
    out.append(sheet[position:])
    return re.sub(r"/\*.*?\*/", "", "".join(out), flags=re.DOTALL)


def same_colour(style: str) -> bool:
    """Whether letters have the colour of their own ground."""
    letters, ground = _COLOUR.search(style), _GROUND.search(style)
    if letters is None or ground is None:
        return False
    one, other = _plain(letters[1]), _plain(ground[1])
    return one == other or (one in _WHITE and other in _WHITE)


def is_white(attributes: Any) -> bool:
    """Whether letters are white by their own attributes, which no ground of their own explains."""
    style = attributes.get("style") or ""
    letters = _COLOUR.search(style)
    colour = letters[1] if letters is not None else attributes.get("color") or ""
    return bool(colour) and _plain(colour) in _WHITE and _GROUND.search(style) is None


def may_be_painted(attributes: Any) -> bool:
    """Whether an element may set a ground on which white letters are seen: it has a class, an id or a background."""
    style = attributes.get("style") or ""
    return bool(attributes.get("class") or attributes.get("id") or attributes.get("bgcolor") or "background" in style)


def _plain(colour: str) -> str:
    return re.sub(r"\s", "", colour.lower())

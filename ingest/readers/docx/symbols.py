"""Characters of the symbol fonts, which Word stores by their place in the font, as the letters and marks that they show."""

from __future__ import annotations

# Wingdings and Symbol: the marks that forms, lists and formulas use (Unicode consortium, mappings of Adobe's Symbol
# encoding; Microsoft's published Wingdings chart)
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○",
    0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x46: "☞", 0xAB: "★",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐", 0xA3: "☐", 0x97: "●"}
_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"))
_SYMBOL = _GREEK | {
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xD2: "®", 0xD3: "©",
    0xD4: "™", 0xD6: "√", 0xE5: "∑", 0xF2: "∫", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x2D: "−", 0xA0: "€",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)
UNKNOWN = "□"


def symbol(font: str | None, code: str | None) -> str:
    """The character at a place ("F0FC") of a font; a box where the font's chart is not known."""
    try:
        place = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    table = _FONTS.get((font or "").casefold())
    if table is None and place not in _PRIVATE and place < 0x110000 and chr(place).isprintable():
        return chr(place)
    place = place - 0xF000 if place in _PRIVATE else place
    return (table or {}).get(place, chr(place) if table is _SYMBOL and 0x20 <= place < 0x7F else UNKNOWN)

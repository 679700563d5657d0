// The response's text with what is marked in it, and the choice of some of its words by mouse or keyboard.
// The page counts UTF-16 units; marks go to and come from the server as code points.

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

function toPoints(text, unit) {
  if (!ASTRAL.test(text)) return unit;
  let n = 0;
  for (let at = 0; at < unit; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return n;
}

function toUnits(text, point) {
  if (!ASTRAL.test(text)) return point;
  let at = 0;
  for (let n = 0; n < point && at < text.length; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

const segmenter = typeof Intl !== "undefined" && Intl.Segmenter ? new Intl.Segmenter("en", { granularity: "word" }) : null;

// [start, end) of the words, in UTF-16 units; a text without words is one.
function wordsOf(text) {
  const found = [];
  if (segmenter) {
    for (const part of segmenter.segment(text)) {
      if (part.isWordLike || /\p{Extended_Pictographic}/u.test(part.segment)) found.push([part.index, part.index + part.segment.length]);
    }
  } else {
    for (const match of text.matchAll(/[\p{L}\p{N}'’-]+/gu)) found.push([match.index, match.index + match[0].length]);
  }
  return found.length || !text.length ? found : [[0, text.length]];
}

class TextPane {
  constructor(parent) {
    this.node = element("p", "text", parent);
    this.text = "";
    this.chosen = null; // [start, end) in UTF-16 units
    this.words = null;
    this.from = this.to = 0; // first and last word of a choice by keyboard; `to` moves
    this.drawn = "";
  }

  show(text, marks) {
    if (text !== this.text) { this.text = text; this.chosen = null; this.words = null; }
    const wanted = JSON.stringify([text, marks, this.chosen]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    if (!marks.length && !this.chosen) { this.node.textContent = text; return; }
    const spans = marks.map((mark) => [toUnits(text, mark.start), toUnits(text, mark.end), mark.kind]);
    if (this.chosen) spans.push([...this.chosen, "chosen"]);
    const edges = [...new Set([0, text.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
    this.node.replaceChildren();
    for (let n = 0; n + 1 < edges.length; n++) {
      const [start, end] = [edges[n], edges[n + 1]];
      const kinds = spans.filter((span) => span[0] <= start && span[1] >= end).map((span) => span[2]);
      const piece = text.slice(start, end);
      if (kinds.length) element("mark", [...new Set(kinds)].join(" "), this.node, piece);
      else this.node.append(document.createTextNode(piece));
    }
  }

  // The choice that the mouse has made, taken over; whether there is one.
  take() {
    const range = this.range();
    if (!range || range.collapsed) return false;
    const [a, b] = [this.offset(range.startContainer, range.startOffset), this.offset(range.endContainer, range.endOffset)];
    if (a === null && b === null) return false;
    return this.choose(a ?? 0, b ?? this.text.length);
  }

  range() {
    const shadow = this.node.getRootNode();
    const selection = document.getSelection();
    if (selection && selection.getComposedRanges) {
      let found = [];
      try { found = selection.getComposedRanges({ shadowRoots: [shadow] }); } catch (error) { found = selection.getComposedRanges(shadow); }
      if (found.length) return found[0];
    }
    const inside = shadow.getSelection ? shadow.getSelection() : selection;
    return inside && inside.rangeCount ? inside.getRangeAt(0) : null;
  }

  offset(node, at) {
    if (!this.node.contains(node)) return null;
    const range = document.createRange();
    range.selectNodeContents(this.node);
    range.setEnd(node, at);
    return range.toString().length;
  }

  // Without the spaces round it, and never in the middle of a letter.
  choose(start, end) {
    while (start < end && /\s/.test(this.text[start])) start++;
    while (end > start && /\s/.test(this.text[end - 1])) end--;
    if (/[\udc00-\udfff]/.test(this.text[start] ?? "") && start > 0) start--;
    if (/[\ud800-\udbff]/.test(this.text[end - 1] ?? "")) end++;
    if (start >= end) return false;
    this.chosen = [start, end];
    this.words = wordsOf(this.text);
    const last = this.words.findLastIndex((word) => word[0] < end);
    this.from = Math.max(0, this.words.findIndex((word) => word[1] > start));
    this.to = Math.max(this.from, last);
    return true;
  }

  begin() {
    this.words = wordsOf(this.text);
    if (!this.words.length) return false;
    this.from = this.to = 0;
    this.chosen = [...this.words[0]];
    return true;
  }

  // A key of the choice by keyboard; whether it was one.
  key(event) {
    const last = this.words.length - 1;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 5, ArrowUp: -5, End: last, Home: -last }[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") { this.from = 0; this.to = last; }
    else if (step === undefined) return false;
    else {
      this.to = Math.min(last, Math.max(0, this.to + step));
      if (!event.shiftKey) this.from = this.to;
    }
    const [low, high] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
    this.chosen = low === 0 && high === last ? [0, this.text.length] : [this.words[low][0], this.words[high][1]];
    if (this.chosen[0] === 0 && this.chosen[1] === this.text.length) this.choose(0, this.text.length);
    return true;
  }

  drop() { this.chosen = null; }

  // {start, end} in code points, and the words; null where nothing is chosen.
  get span() {
    if (!this.chosen) return null;
    const [start, end] = this.chosen;
    return { start: toPoints(this.text, start), end: toPoints(this.text, end), quote: this.text.slice(start, end) };
  }

  quoted(mark) { return this.text.slice(toUnits(this.text, mark.start), toUnits(this.text, mark.end)); }
}

// Coding by keyboard, in the browser: keys act at once on what is on the screen; what was pressed is sent to the server
// in batches and kept in this browser until the server has said that it is saved. Read after coding_area_*.js.
//
// data: {turn, scope, queue, items, codes, actions, total, decided, at, jump, acks, suggestions, same, said}
//   turn: another with every answer of the server
//   items: [{place, id, text, about: [[name, value]], codes: [code], state, flagged, note, marks: [{start, end, kind, code}],
//     suggested: [{code, label, probability}]}]; only those that the browser does not hold, or that changed
//     state: null, "open" (touched), "coded", "uncodable"; place: 0-based place in the list; start, end: code points
//   actions: [{action, key, shown, label, said}]; acks: {client: highest sequence number that the database holds}
//   same: null or {n, of, items: [{id, text, likeness, codes: [label], decided}], more}: what was asked for by s
// state value "batches": {at, queue, held: [first, end] or null, same: {n, of} or null, sent,
//   batches: [{client, events: [{seq, response, action, code, on, text, start, end, quote, target, responses, codes, shown, position, queue}]}]}
// Text is only ever set with textContent.

const SEND_PAUSE_MS = 600; // sent when the coder pauses,
const SEND_LATEST_MS = 2500; // and at the latest so long after the first press: never put off for ever by steady typing
const AGAIN_MS = 2000;
const SILENT_MS = 5000;
const ADOPT_MS = 5000;
const LATE_MS = 8000; // nothing saved for so long: it is said
const LOW_WATER = 125; // fewer responses than this ahead: more are asked for at once
const HELD = 700;
const areas = new Map();

class Area extends AreaView {
  constructor(parent, scope) {
    super();
    this.scope = scope;
    this.client = freshClient();
    this.seq = 0;
    this.kept = new Kept(scope);
    this.pace = new Pace(scope);
    this.items = new Map(); // place -> item
    this.at = null; // place
    this.queue = null;
    this.done_ = []; // what undo takes back: {seq, befores: [[place, before]]}
    this.undone = []; // what redo makes again
    this.asked = 0; // how often what says the same was asked for
    this.delta = 0; // responses decided since the server counted them
    this.build(parent);
    this.watch = setInterval(() => { if (this.kept.adopt()) this.flush(0); }, ADOPT_MS);
  }

  // Data from the server ---------------------------------------------------------------------------------------

  receive(data, send) {
    this.send = send;
    if (data.turn !== this.turn) { this.turn = data.turn; this.answered = performance.now(); }
    this.total = data.total;
    this.suggestions = data.suggestions;
    if (data.counted !== this.counted) { this.counted = data.counted; this.decided = data.decided; this.delta = 0; }
    const before = this.kept.waiting;
    for (const [client, seq] of Object.entries(data.acks)) this.kept.saved(client, seq);
    if (!this.kept.waiting) this.waitingSince = null;
    else if (this.kept.waiting < before) this.waitingSince = performance.now();
    if (data.queue !== this.queue) {
      this.items.clear();
      this.at = null;
      this.queue = data.queue;
      this.waitingForMore = false;
    }
    const waiting = this.kept.all();
    const touched = new Set(waiting.map((event) => event.response));
    for (const event of waiting) for (const name of event.responses ?? []) touched.add(name);
    for (const sent of data.items) {
      const known = this.items.get(sent.place);
      if (known && known.id === sent.id && touched.has(sent.id)) continue; // ours is newer
      const item = { ...sent, codes: new Set(sent.codes) };
      this.items.set(sent.place, item);
      // what an earlier page could not send any more, put on top of what the server says
      for (const event of waiting) if (event.response === sent.id || event.responses?.includes(sent.id)) this.apply(item, event);
    }
    if (this.at === null || (data.jump !== null && data.jump !== this.jump)) {
      const fresh = this.at === null;
      this.at = data.at;
      this.done_ = [];
      this.undone = [];
      if (fresh) this.resume(waiting);
    }
    this.jump = data.jump;
    for (const place of this.items.keys()) if (Math.abs(place - this.at) > HELD) this.items.delete(place);
    if (this.waitingForMore && this.items.has(this.at + 1)) {
      this.waitingForMore = false;
      this.say("");
      this.move(1);
    }
    this.codes.draw(data.codes);
    this.drawActions(data.actions);
    this.draw();
    if (data.said && data.said.n !== this.toldN) { this.toldN = data.said.n; this.say(data.said.text); }
    if (data.same && this.asking && data.same.n === this.asking.n) this.openSame(data.same);
    if (!this.items.has(this.at) && this.total) this.flush(0);
    else if (waiting.length) this.flush();
  }

  // After a reload: at the place where the last press that was not saved left off.
  resume(waiting) {
    const mine = waiting.filter((event) => event.queue === this.queue && Number.isInteger(event.position));
    if (!mine.length) return;
    const last = mine[mine.length - 1];
    const there = last.position + (last.action === "done" ? 1 : 0);
    if (this.items.has(there)) this.at = there;
  }

  apply(item, event) {
    const was = decided(item);
    applyEvent(item, event);
    this.delta += decided(item) - was;
  }

  // Keys -------------------------------------------------------------------------------------------------------

  onKey(event) {
    event.stopPropagation(); // Streamlit's own keys (r, c) do not act while this area has the focus
    if (event.isComposing || this.helpDialog.isOpen || this.sameDialog.isOpen) return;
    const inside = event.composedPath()[0];
    if (inside === this.note) {
      if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); this.keepNote(); this.focus(); }
      return;
    }
    if (inside === this.codes.field) { const said = this.codes.key(event); if (said) this.say(said); return; }
    if (this.pane.chosen && this.choiceKey(event)) return;
    const letter = event.key.length === 1 ? event.key : null;
    if ((event.ctrlKey || event.metaKey) && letter && "zy".includes(letter.toLowerCase())) {
      event.preventDefault();
      if (letter.toLowerCase() === "y" || event.shiftKey) this.redo(); else this.undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === "Enter" || event.key === " ") && inside instanceof HTMLButtonElement) return;
    const small = letter ? letter.toLowerCase() : event.key;
    const code = this.codes.keys.get(event.key) ?? this.codes.keys.get(small);
    const action = this.actionKeys.get(event.key) ?? this.actionKeys.get(small);
    if (code === undefined && !action) return;
    event.preventDefault();
    if (event.repeat && action !== "skip" && action !== "back") return; // a key held down is one press
    this.pace.press(Date.now());
    this.asking = null; // what was asked for and comes late does not open over something else
    if (code !== undefined) this.codeKey(code); else this.acts[action]();
  }

  current() {
    if (this.waitingForMore) { this.say("Loading more responses. The key was not used."); return null; }
    return this.items.get(this.at) ?? null;
  }

  // One change of the response on the screen: kept for undo, applied here, sent.
  record(item, action, more) {
    const seq = this.log(item, action, more);
    this.done_.push({ seq, befores: [[item.place, snapshot(item)]] });
    if (this.done_.length > 500) this.done_.shift();
    this.undone = [];
    const was = decided(item);
    this.apply(item, { action, ...more });
    if (decided(item) !== was) this.pace.decided(decided(item) - was);
    this.flush();
  }

  log(item, action, more) {
    const event = { seq: ++this.seq, response: item.id, action, position: item.place, queue: this.queue, ...more };
    if (this.seen?.length && this.at === item.place) event.shown = this.seen.map((s) => s.code);
    this.waitingSince ??= performance.now();
    this.kept.add(this.client, event);
    return event.seq;
  }

  codeKey(code) {
    if (this.pane.chosen) { this.evidence(code); return; }
    const item = this.current();
    if (!item) return;
    this.record(item, "toggle", { code, on: !item.codes.has(code) });
    this.say(`${this.codes.label(code)} ${item.codes.has(code) ? "given to" : "taken from"} response ${item.place + 1}`);
    this.draw();
  }

  done() {
    const item = this.current();
    if (!item) return;
    this.pane.drop();
    this.record(item, "done");
    this.say(item.state === "uncodable" ? `Response ${item.place + 1} cannot be coded` : item.codes.size ? `Response ${item.place + 1} saved` : `Response ${item.place + 1} saved: nothing fits`);
    this.move(1);
  }

  forward() {
    const item = this.current();
    if (!item) return;
    if (item.codes.size && !decided(item)) { this.done(); return; }
    this.move(1);
  }

  move(step) {
    const there = this.at + step;
    if (there < 0) { this.say("This is the first response"); return; }
    if (there >= this.total) {
      const left = this.total - Math.min(this.total, this.decided + this.delta);
      this.say(left ? `This is the last response of the list; ${left} of it are not decided yet` : "This is the last response of the list, and all of it is decided");
      this.draw();
      this.flush();
      return;
    }
    if (!this.items.has(there)) {
      this.waitingForMore = step > 0;
      this.say("Loading more responses");
      this.draw();
      this.flush(0);
      return;
    }
    this.at = there;
    this.draw();
    this.flush(this.ahead() < LOW_WATER && this.at + this.ahead() + 1 < this.total ? 0 : undefined);
  }

  // How many responses after this one the browser holds.
  ahead() {
    let n = 0;
    while (n <= LOW_WATER && this.items.has(this.at + n + 1)) n++;
    return n;
  }

  cannot() {
    const item = this.current();
    if (!item) return;
    this.record(item, "uncodable", { on: item.state !== "uncodable" });
    this.say(item.state === "uncodable" ? `Response ${item.place + 1}: cannot be coded` : `Response ${item.place + 1} can be coded again`);
    if (item.state === "uncodable") this.move(1); else this.draw();
  }

  mark() {
    const item = this.current();
    if (!item) return;
    this.record(item, "flag", { on: !item.flagged });
    this.say(item.flagged ? `Response ${item.place + 1} marked to discuss` : `Response ${item.place + 1} no longer marked`);
    this.draw();
  }

  keepNote() {
    const item = [...this.items.values()].find((one) => one.id === this.noteFor);
    if (!item || (item.note || "") === this.note.value) return;
    this.record(item, "note", { text: this.note.value });
    this.say(`Note kept with response ${item.place + 1}`);
    this.draw();
  }

  // Words of the text ------------------------------------------------------------------------------------------

  beginChoice() {
    if (!this.current() || !this.pane.begin()) return;
    this.choiceSaid("Choose words: arrows move, Shift and arrows take more, then a code's key. ");
  }

  mouseChose() {
    if (!this.current() || !this.pane.take()) return;
    document.getSelection()?.removeAllRanges();
    this.choiceSaid("A code's key marks these words as evidence. ");
    this.focus();
  }

  choiceSaid(lead = "") {
    this.draw();
    this.pane.node.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
    this.say(`${lead}Chosen: ${this.pane.span.quote}`);
  }

  // A key while words are chosen; whether it was one of the choice's own.
  choiceKey(event) {
    if (event.key === "Escape" || event.key === "Enter") {
      if (event.composedPath()[0] instanceof HTMLButtonElement) return false;
      event.preventDefault();
      this.pane.drop();
      this.say("No words are chosen");
      this.draw();
      return true;
    }
    if (!this.pane.key(event)) return false;
    event.preventDefault();
    this.choiceSaid();
    return true;
  }

  evidence(code) {
    const item = this.current();
    const span = this.pane.span;
    if (!item || !span) return;
    const mark = { start: span.start, end: span.end, kind: "evidence", code };
    this.turnMark(mark, !item.marks.some((one) => sameMark(one, mark)));
  }

  quote() {
    const item = this.current();
    if (!item) return;
    const span = this.pane.span;
    if (!span) { this.beginChoice(); return; }
    const mark = { start: span.start, end: span.end, kind: "quotable", code: "" };
    this.turnMark(mark, !item.marks.some((one) => sameMark(one, mark)));
  }

  turnMark(mark, on) {
    const item = this.current();
    if (!item) return;
    const quote = this.pane.quoted(mark);
    const { start, end, code } = mark;
    this.pane.drop();
    this.record(item, mark.kind === "quotable" ? "quote" : "evidence", { start, end, quote, on, ...(code ? { code } : {}) });
    const what = mark.kind === "quotable" ? "quotable" : `evidence for ${this.codes.label(code)}`;
    this.say(on ? `Marked as ${what}: ${quote}` : `No longer ${what}: ${quote}`);
    this.draw();
  }

  // The same codes on many -------------------------------------------------------------------------------------

  same() {
    const item = this.current();
    if (!item) return;
    if (!item.codes.size && item.state !== "coded") { this.say("Code this response first; then the others that say the same can be coded like it"); return; }
    this.asked += 1;
    this.asking = { n: this.asked, of: item.id, codes: [...item.codes] };
    this.say("Looking for responses that say the same");
    this.flush(0);
  }

  openSame(found) {
    const asking = this.asking;
    this.asking = null;
    if (!found.items.length) { this.say("No other response says the same"); return; }
    this.say(`${found.items.length} responses say the same or nearly`);
    const labels = asking.codes.map((code) => this.codes.label(code));
    drawSame(this.sameDialog, found, labels, (items) => { this.sameDialog.close(); this.giveSame(asking, items.map((item) => item.id)); });
  }

  giveSame(asking, names) {
    const held = [...this.items.values()];
    const anchor = held.find((item) => item.id === asking.of);
    if (!anchor) return;
    const more = { responses: names, codes: asking.codes, overwrite: true };
    const touched = held.filter((item) => names.includes(item.id));
    const befores = touched.map((item) => [item.place, snapshot(item)]);
    const seq = this.log(anchor, "same", more);
    this.done_.push({ seq, befores });
    this.undone = [];
    for (const item of touched) this.apply(item, { action: "same", ...more });
    this.delta += names.length - touched.length;
    this.say(`${names.length} responses coded the same way; undo takes all of them back`);
    this.draw();
    this.flush(0);
  }

  // Undo and redo ----------------------------------------------------------------------------------------------

  undo() { this.reverse("undo", this.done_, this.undone, "Taken back on response"); }

  redo() { this.reverse("redo", this.undone, this.done_, "Made again on response"); }

  reverse(action, from, to, said) {
    if (this.waitingForMore) return;
    this.pane.drop();
    const last = from.pop();
    const item = this.items.get(last?.befores[0]?.[0] ?? this.at);
    if (!item) return;
    if (!last || !last.befores.length) { // before this page was opened, or of what it does not hold: the server knows
      this.log({ id: "", place: this.at }, action, last ? { target: [this.client, last.seq] } : {});
      this.say("Looking for what was done last");
      this.flush(0);
      return;
    }
    this.log(item, action, { target: [this.client, last.seq] });
    const befores = [];
    for (const [place, before] of last.befores) {
      const one = this.items.get(place);
      if (!one) continue;
      befores.push([place, snapshot(one)]);
      const was = decided(one);
      restore(one, before);
      this.delta += decided(one) - was;
      if (decided(one) !== was) this.pace.decided(decided(one) - was);
    }
    to.push({ seq: last.seq, befores });
    this.at = item.place;
    this.say(`${said} ${item.place + 1}`);
    this.draw();
    this.flush();
  }

  // Sending ----------------------------------------------------------------------------------------------------

  // When the coder pauses, at the latest SEND_LATEST_MS after the first press that waits; `wait` asks for it sooner.
  flush(wait = SEND_PAUSE_MS) {
    const now = performance.now();
    this.dueAtLatest ??= now + SEND_LATEST_MS;
    const due = Math.min(now + wait, this.dueAtLatest);
    if (this.timer !== undefined && this.due <= now + 5 && wait > 0) return; // about to be sent
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => this.sendNow(), Math.max(0, due - now));
  }

  sendNow() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.dueAtLatest = undefined;
    this.kept.adopt();
    const batches = this.kept.batches();
    const same = this.asking ? { n: this.asking.n, of: this.asking.of } : null;
    // what an earlier page could not send may hold an undo, so that what is held here is only a guess
    const held = batches.some((batch) => batch.client !== this.client) ? null : this.held();
    this.send("batches", { at: this.at, queue: this.queue, held, same, sent: Date.now(), batches });
    this.drawSaved();
    this.later();
  }

  // While anything is unsaved or asked for it is sent again, so that a lost connection or a restarted server loses nothing.
  later() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (!this.kept.waiting && !this.waitingForMore && !this.asking && this.items.has(this.at)) return;
      if (performance.now() - this.answered < SILENT_MS || !globalThis.verbatimWake) { this.sendNow(); return; }
      // A server that was started again knows nothing of this part of the page until the whole page has been asked for.
      this.answered = performance.now();
      globalThis.verbatimWake();
      this.drawSaved();
      this.later();
    }, AGAIN_MS);
  }

  // [first, end) of the places round this one that the browser holds without a gap.
  held() {
    if (!this.items.has(this.at)) return null;
    let [first, end] = [this.at, this.at + 1];
    while (this.items.has(first - 1)) first--;
    while (this.items.has(end)) end++;
    return [first, end];
  }

  leave() {
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    clearInterval(this.watch);
  }
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const id = data.scope + "|" + component.key;
  let area = areas.get(id);
  if (!area || !parentElement.contains(area.root)) {
    if (area) area.leave();
    for (const old of parentElement.querySelectorAll("section.area")) old.remove(); // another coder's, drawn in this place before
    area = new Area(parentElement, data.scope);
    areas.set(id, area);
    area.receive(data, setStateValue);
    if (document.activeElement === document.body) area.focus();
  } else area.receive(data, setStateValue);
  return () => {
    if (!parentElement.isConnected) { area.leave(); areas.delete(id); }
  };
}

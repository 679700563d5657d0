// Coding by keyboard, in the browser: keys act at once on what is on the screen; what was pressed is sent to the server
// in batches and kept in this browser until the server has said that it is saved.
//
// data: {scope, items, codes, total, at, acks, suggestions}
//   items: [{place, id, text, about: [[name, value]], codes: [code], state, flagged, note, suggested: [{label, probability}]}]
//     state: null, "open" (touched), "coded", "uncodable"; place: 0-based place in the coder's queue
//   acks: {client: highest sequence number that the database holds}
// state value "batches": {at, sent, batches: [{client, events: [{seq, response, action, code, text, position}]}]}
// Text is only ever set with textContent.

const SEND_EVERY_MS = 250;
const PREFIX = "verbatim-coding:";
const areas = new Map();

function freshClient() {
  const bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// Unsent events, one entry a client, so that two windows never share a sequence.
const kept = {
  key: (scope, client) => PREFIX + scope + ":" + client,
  load(scope) {
    const found = {};
    try {
      for (let n = 0; n < localStorage.length; n++) {
        const key = localStorage.key(n);
        if (!key.startsWith(PREFIX + scope + ":")) continue;
        const events = JSON.parse(localStorage.getItem(key));
        if (Array.isArray(events) && events.length) found[key.slice((PREFIX + scope + ":").length)] = events;
      }
    } catch (error) { /* storage is switched off: events live as long as the page */ }
    return found;
  },
  save(scope, client, events) {
    try {
      if (events.length) localStorage.setItem(this.key(scope, client), JSON.stringify(events));
      else localStorage.removeItem(this.key(scope, client));
    } catch (error) { /* as above */ }
  },
};

function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

class Area {
  constructor(parent, scope) {
    this.scope = scope;
    this.client = freshClient();
    this.seq = 0;
    this.unsent = kept.load(scope); // client -> events not yet known to be saved
    this.items = new Map(); // place -> item
    this.at = null; // place
    this.told = null; // the place that the server knows of
    this.history = []; // what undo takes back: {place, before}
    this.timer = null;
    this.lastSent = 0;
    this.build(parent);
  }

  // Drawing ----------------------------------------------------------------------------------------------------

  build(parent) {
    const root = element("section", "area", parent);
    this.root = root;
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-labelledby", "area-title");
    root.setAttribute("aria-describedby", "area-help");
    const head = element("div", "head", root);
    this.title = element("h2", "", head);
    this.title.id = "area-title";
    this.saved = element("p", "saved", head);
    this.about = element("p", "about", root);
    this.text = element("p", "text", root);
    this.badges = element("p", "badges", root);
    this.suggested = element("p", "suggested", root);
    this.buttons = element("div", "codes", root);
    this.buttons.setAttribute("role", "group");
    this.buttons.setAttribute("aria-label", "Codes");
    const actions = element("div", "actions", root);
    actions.setAttribute("role", "group");
    actions.setAttribute("aria-label", "Actions");
    const action = (label, key, keyName, act, primary) => {
      const button = element("button", primary ? "primary" : "", actions);
      button.type = "button";
      element("kbd", "", button, keyName);
      element("span", "", button, label);
      button.setAttribute("aria-keyshortcuts", key);
      button.addEventListener("click", () => { act(); this.root.focus(); });
      return button;
    };
    action("Save and next", "Enter", "Enter", () => this.done(), true);
    action("Back", "ArrowLeft", "←", () => this.move(-1));
    action("Skip", "ArrowRight", "→", () => this.forward());
    action("Undo", "u", "u", () => this.undo());
    this.uncodable = action("Cannot be coded", "x", "x", () => this.cannot());
    this.flag = action("Mark to discuss", "m", "m", () => this.mark());
    const noteLine = element("div", "note", root);
    const label = element("label", "", noteLine, "Note (key n)");
    this.note = element("input", "", noteLine);
    this.note.type = "text";
    this.note.id = "area-note";
    this.note.maxLength = 2000;
    this.note.autocomplete = "off";
    label.htmlFor = "area-note";
    this.note.addEventListener("change", () => this.keepNote());
    this.live = element("p", "live", root);
    this.live.setAttribute("role", "status");
    this.help = element(
      "p", "help", root,
      "Click here, or press Tab, to use the keys. Enter saves and goes on; with no code chosen it records that nothing fits. " +
      "The right arrow goes on and leaves a response without codes undecided."
    );
    this.help.id = "area-help";
    root.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("keyup", (event) => event.stopPropagation());
    root.addEventListener("keypress", (event) => event.stopPropagation());
  }

  drawCodes(codes) {
    const wanted = JSON.stringify(codes);
    if (wanted === this.codesDrawn) return;
    this.codesDrawn = wanted;
    this.codes = codes;
    this.keys = new Map(codes.filter((code) => code.key).map((code) => [code.key, code.code]));
    this.buttons.replaceChildren();
    for (const code of codes) {
      const button = element("button", "", this.buttons);
      button.type = "button";
      button.dataset.code = code.code;
      if (code.definition) button.title = code.definition;
      if (code.key) {
        element("kbd", "", button, code.key);
        button.setAttribute("aria-keyshortcuts", code.key);
      }
      element("span", "", button, code.label);
      button.addEventListener("click", () => { this.toggle(code.code); this.root.focus(); });
    }
  }

  draw() {
    const item = this.items.get(this.at);
    this.root.classList.toggle("empty", !item);
    if (!item) {
      this.title.textContent = this.total ? "Loading responses" : "No responses to code";
      this.text.textContent = "";
      this.about.textContent = "";
      this.badges.textContent = "";
      this.suggested.textContent = "";
      this.drawSaved();
      return;
    }
    this.title.textContent = `Response ${(item.place + 1).toLocaleString("en-GB")} of ${this.total.toLocaleString("en-GB")}`;
    this.about.textContent = [item.id, ...item.about.map(([name, value]) => `${name}: ${value}`)].join(" · ");
    this.text.textContent = item.text;
    const badges = [];
    if (item.state === "coded") badges.push(item.codes.size ? "Coded" : "Coded: nothing fits");
    if (item.state === "uncodable") badges.push("Cannot be coded");
    if (item.flagged) badges.push("Marked to discuss");
    this.badges.textContent = badges.join(" · ");
    this.suggested.textContent = this.suggestions && item.suggested.length
      ? "Suggested by the program, for you to judge: " + item.suggested.map((s) => `${s.label} (${Math.round(s.probability * 100)}%)`).join(", ")
      : "";
    for (const button of this.buttons.children) button.setAttribute("aria-pressed", String(item.codes.has(button.dataset.code)));
    this.flag.setAttribute("aria-pressed", String(item.flagged));
    this.uncodable.setAttribute("aria-pressed", String(item.state === "uncodable"));
    const note = item.note || "";
    if (this.noteFor !== item.id || (this.root.getRootNode().activeElement !== this.note && this.note.value !== note)) {
      this.note.value = note;
      this.noteFor = item.id;
    }
    this.drawSaved();
  }

  drawSaved() {
    const waiting = Object.values(this.unsent).reduce((n, events) => n + events.length, 0);
    this.saved.textContent = waiting ? `Saving ${waiting}` : "Saved";
    this.saved.dataset.waiting = String(waiting);
  }

  say(text) { this.live.textContent = text; }

  // Data from the server ---------------------------------------------------------------------------------------

  receive(data, send) {
    this.send = send;
    this.total = data.total;
    this.suggestions = data.suggestions;
    for (const [client, seq] of Object.entries(data.acks)) {
      if (!this.unsent[client]) continue;
      this.unsent[client] = this.unsent[client].filter((event) => event.seq > seq);
      kept.save(this.scope, client, this.unsent[client]);
      if (!this.unsent[client].length) delete this.unsent[client];
    }
    const waiting = Object.values(this.unsent).flat();
    const touched = new Set(waiting.map((event) => event.response));
    for (const sent of data.items) {
      const known = this.items.get(sent.place);
      if (known && known.id === sent.id && touched.has(sent.id)) continue; // ours is newer
      const item = { ...sent, codes: new Set(sent.codes) };
      this.items.set(sent.place, item);
      // what an earlier page could not send any more, put on top of what the server says
      for (const event of waiting) if (event.response === sent.id) this.apply(item, event);
    }
    if (this.at === null || (data.jump !== null && data.jump !== this.jump)) {
      this.at = data.at;
      this.told = data.at;
      this.history = [];
    }
    this.jump = data.jump;
    for (const place of this.items.keys()) if (Math.abs(place - this.at) > 400) this.items.delete(place);
    if (this.waitingForMore && this.items.has(this.at + 1)) {
      this.waitingForMore = false;
      this.say("");
      this.move(1);
    }
    this.drawCodes(data.codes);
    this.draw();
    if (waiting.length) this.flush();
  }

  apply(item, event) {
    if (event.action === "toggle") {
      if (item.codes.has(event.code)) item.codes.delete(event.code); else item.codes.add(event.code);
      item.state = item.state === "coded" ? "coded" : "open";
    } else if (event.action === "done") {
      item.state = item.state === "uncodable" ? "uncodable" : "coded";
    } else if (event.action === "uncodable") {
      item.state = item.state === "uncodable" ? "open" : "uncodable";
      item.codes.clear();
    } else if (event.action === "flag") item.flagged = !item.flagged;
    else if (event.action === "note") item.note = event.text;
  }

  // Keys -------------------------------------------------------------------------------------------------------

  onKey(event) {
    event.stopPropagation(); // Streamlit's own keys (r, c) do not act while this area has the focus
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inside = event.composedPath()[0];
    if (inside === this.note) {
      if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); this.keepNote(); this.root.focus(); }
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && inside instanceof HTMLButtonElement) return;
    const code = this.keys.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    const act = code !== undefined ? () => this.toggle(code) : {
      Enter: () => this.done(), ArrowRight: () => this.forward(), ArrowLeft: () => this.move(-1),
      u: () => this.undo(), x: () => this.cannot(), m: () => this.mark(), n: () => this.note.focus(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    if (event.repeat && event.key !== "ArrowRight" && event.key !== "ArrowLeft") return; // a key held down is one press
    act();
  }

  current() {
    if (this.waitingForMore) { this.say("Loading more responses. The key was not used."); return null; }
    return this.items.get(this.at) ?? null;
  }

  record(item, action, more) {
    const { codes, state, flagged, note } = item;
    this.history.push({ place: item.place, before: { codes: new Set(codes), state, flagged, note } });
    if (this.history.length > 500) this.history.shift();
    this.push(item, action, more);
  }

  push(item, action, more) {
    this.log({ response: item.id, action, position: item.place, ...more });
    if (action !== "undo") this.apply(item, { action, ...more });
    this.flush();
  }

  log(event) {
    (this.unsent[this.client] ??= []).push({ seq: ++this.seq, ...event });
    this.told = event.position;
    kept.save(this.scope, this.client, this.unsent[this.client]);
  }

  toggle(code) {
    const item = this.current();
    if (!item) return;
    this.record(item, "toggle", { code });
    const label = this.codes.find((c) => c.code === code).label;
    this.say(`${label} ${item.codes.has(code) ? "given to" : "taken from"} response ${item.place + 1}`);
    this.draw();
  }

  done() {
    const item = this.current();
    if (!item) return;
    this.record(item, "done");
    this.say(item.codes.size ? `Response ${item.place + 1} saved` : `Response ${item.place + 1} saved: nothing fits`);
    this.forward(true);
  }

  forward(quiet) {
    if (!quiet) {
      const item = this.current();
      if (!item) return;
      if (item.codes.size && item.state !== "coded") { this.done(); return; }
    }
    this.move(1);
  }

  move(step) {
    const there = this.at + step;
    if (there < 0) { this.say("This is the first response"); return; }
    if (there >= this.total) { this.say("This is the last response"); this.draw(); this.flush(); return; }
    if (!this.items.has(there)) {
      this.waitingForMore = step > 0;
      this.say("Loading more responses");
      this.draw();
      this.flush();
      return;
    }
    this.at = there;
    this.draw();
    this.flush();
  }

  cannot() {
    const item = this.current();
    if (!item) return;
    this.record(item, "uncodable");
    this.say(item.state === "uncodable" ? `Response ${item.place + 1}: cannot be coded` : `Response ${item.place + 1} can be coded again`);
    if (item.state === "uncodable") this.forward(true); else this.draw();
  }

  mark() {
    const item = this.current();
    if (!item) return;
    this.record(item, "flag");
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

  undo() {
    if (this.waitingForMore) return;
    const last = this.history.pop();
    if (!last) { this.say("There is nothing more to undo here"); return; }
    const item = this.items.get(last.place);
    if (!item) return;
    this.push(item, "undo");
    Object.assign(item, last.before);
    this.at = last.place;
    this.say(`Taken back on response ${item.place + 1}`);
    this.draw();
  }

  // Sending: throttled, never debounced, so that steady typing is sent as it goes --------------------------------

  flush() {
    this.drawSaved();
    if (this.timer !== null) return;
    const wait = Math.max(0, SEND_EVERY_MS - (Date.now() - this.lastSent));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.lastSent = Date.now();
      if (this.told !== this.at && this.items.has(this.at)) {
        this.log({ response: this.items.get(this.at).id, action: "move", position: this.at });
      }
      const batches = Object.entries(this.unsent).map(([client, events]) => ({ client, events }));
      this.send("batches", { at: this.at, sent: this.lastSent, batches });
      this.drawSaved();
      if (batches.length) this.again();
    }, wait);
  }

  // While anything is unsaved it is sent again, so that a lost connection or a restarted server loses nothing.
  again() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => { if (Object.keys(this.unsent).length) this.flush(); }, 2000);
  }

  leave() {
    clearTimeout(this.timer);
    clearTimeout(this.retry);
  }
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const id = data.scope + "|" + component.key;
  let area = areas.get(id);
  if (!area || !parentElement.contains(area.root)) {
    if (area) area.leave();
    area = new Area(parentElement, data.scope);
    areas.set(id, area);
  }
  area.receive(data, setStateValue);
  return () => {
    if (!parentElement.isConnected) { area.leave(); areas.delete(id); }
  };
}

// Deciding disagreements by keyboard, in the browser: keys act at once on what is on the screen; a decision is sent to the
// server and kept in this browser until the server has said that it is saved. A decision sent twice changes nothing.
//
// data: {scope, items, codes: [{code, label, definition, key}], left, acks: {client: number}}
//   items: [{id, text, about: [[name, value]], said: [{coder, codes, state, note, key}], agreed, disputed, machine}]
// state value "batches": {sent, batches: [{client, decisions: [{seq, response, codes, state, reason, example}]}]}
// Text is only ever set with textContent.

const SEND_EVERY_MS = 250;
const PREFIX = "verbatim-adjudication:";
const areas = new Map();

function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function freshClient() {
  const bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

const kept = {
  key: (scope, client) => PREFIX + scope + ":" + client,
  load(scope) {
    const found = {};
    try {
      for (let n = 0; n < localStorage.length; n++) {
        const key = localStorage.key(n);
        if (!key.startsWith(PREFIX + scope + ":")) continue;
        const waiting = JSON.parse(localStorage.getItem(key));
        if (Array.isArray(waiting) && waiting.length) found[key.slice((PREFIX + scope + ":").length)] = waiting;
      }
    } catch (error) { /* storage is switched off: decisions live as long as the page */ }
    return found;
  },
  save(scope, client, waiting) {
    try {
      if (waiting.length) localStorage.setItem(this.key(scope, client), JSON.stringify(waiting));
      else localStorage.removeItem(this.key(scope, client));
    } catch (error) { /* as above */ }
  },
};

class Area {
  constructor(parent, scope) {
    this.scope = scope;
    this.client = freshClient();
    this.seq = 0;
    this.unsent = kept.load(scope);
    this.items = []; // in the order in which they came
    this.known = new Map(); // id -> item
    this.at = 0;
    this.timer = null;
    this.lastSent = 0;
    this.build(parent);
  }

  build(parent) {
    const root = element("section", "area", parent);
    this.root = root;
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-labelledby", "adjudication-title");
    root.setAttribute("aria-describedby", "adjudication-help");
    const head = element("div", "head", root);
    this.title = element("h2", "", head);
    this.title.id = "adjudication-title";
    this.saved = element("p", "saved", head);
    const body = element("div", "body", root);
    this.about = element("p", "about", body);
    this.text = element("p", "text", body);
    this.said = element("div", "said", body);
    this.said.setAttribute("role", "group");
    this.said.setAttribute("aria-label", "What each coder said: choose one to take it");
    this.machine = element("p", "machine", body);
    element("h3", "", body, "Your decision");
    this.buttons = element("div", "codes", body);
    this.buttons.setAttribute("role", "group");
    this.buttons.setAttribute("aria-label", "Codes of your decision");
    const reasonLine = element("div", "line", body);
    const reasonLabel = element("label", "", reasonLine, "Reason (key n)");
    this.reason = element("input", "", reasonLine);
    this.reason.type = "text";
    this.reason.id = "adjudication-reason";
    this.reason.maxLength = 2000;
    this.reason.autocomplete = "off";
    reasonLabel.htmlFor = "adjudication-reason";
    const exampleLabel = element("label", "", reasonLine, "Keep as a borderline example of (key e)");
    this.example = element("select", "", reasonLine);
    this.example.id = "adjudication-example";
    exampleLabel.htmlFor = "adjudication-example";
    const actions = element("div", "actions", body);
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
    action("Decide and next", "Enter", "Enter", () => this.decide(), true);
    action("Back", "ArrowLeft", "←", () => this.move(-1));
    action("Leave for later", "ArrowRight", "→", () => this.move(1));
    this.uncodable = action("Cannot be coded", "x", "x", () => this.cannot());
    this.none = action("No code fits", "0", "0", () => this.nothing());
    this.live = element("p", "live", root);
    this.live.setAttribute("role", "status");
    this.help = element("p", "help", body,
      "Click here, or press Tab, to use the keys. A coder's letter takes what they said; code keys add or take away; Enter decides. " +
      "Nobody's own coding is changed.");
    this.help.id = "adjudication-help";
    root.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("keyup", (event) => event.stopPropagation());
    root.addEventListener("keypress", (event) => event.stopPropagation());
  }

  drawCodes(codes) {
    const wanted = JSON.stringify(codes);
    if (wanted === this.codesDrawn) return;
    this.codesDrawn = wanted;
    this.codes = codes;
    this.labels = new Map(codes.map((code) => [code.code, code.label]));
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
    this.example.replaceChildren();
    for (const [value, label] of [["", "No code"], ...codes.map((code) => [code.code, code.label])]) {
      const option = element("option", "", this.example, label);
      option.value = value;
    }
  }

  draw() {
    const item = this.items[this.at];
    const left = this.items.filter((one) => !one.decided).length + Math.max(0, this.left - this.serverOpen);
    this.root.classList.toggle("empty", !item);
    this.drawSaved();
    if (!item) {
      this.title.textContent = this.left ? "Loading" : "Nothing left to decide";
      return;
    }
    this.title.textContent = `${left.toLocaleString("en-GB")} to decide`;
    if (item.decided) this.title.textContent += " · this one is decided";
    this.about.textContent = [item.id, ...item.about.map(([name, value]) => `${name}: ${value}`)].join(" · ");
    this.text.textContent = item.text;
    this.drawSaid(item);
    this.machine.textContent = item.machine.length
      ? "Suggested by the program, for you to judge: " + item.machine.map((s) => `${s.label} (${Math.round(s.probability * 100)}%)`).join(", ")
      : "";
    for (const button of this.buttons.children) button.setAttribute("aria-pressed", String(item.state === "coded" && item.codes.has(button.dataset.code)));
    this.uncodable.setAttribute("aria-pressed", String(item.state === "uncodable"));
    this.none.setAttribute("aria-pressed", String(item.touched && item.state === "coded" && !item.codes.size));
    if (this.drawnFor !== item.id) {
      this.drawnFor = item.id;
      this.reason.value = item.reason;
      this.example.value = item.example;
    }
  }

  drawSaid(item) {
    if (this.saidFor !== item.id) {
      this.saidFor = item.id;
      this.said.replaceChildren();
      const disputed = new Set(item.disputed);
      item.said.forEach((one, n) => {
        const button = element("button", "", this.said);
        button.type = "button";
        button.dataset.n = String(n);
        const who = element("span", "who", button);
        if (one.key) {
          element("kbd", "", who, one.key);
          button.setAttribute("aria-keyshortcuts", one.key);
        }
        element("span", "", who, one.coder);
        const chosen = element("span", "chosen", button);
        if (one.state === "uncodable") element("span", "differs", chosen, "Cannot be coded");
        else if (!one.codes.length) element("span", "differs", chosen, "No code fits");
        one.codes.forEach((code, at) => {
          if (at) chosen.append(", ");
          element("span", disputed.has(code) ? "differs" : "", chosen, this.labels.get(code) ?? code);
        });
        if (one.note) element("span", "remark", button, `Note: ${one.note}`);
        button.addEventListener("click", () => { this.take(n); this.root.focus(); });
      });
    }
    for (const button of this.said.children) {
      const one = item.said[Number(button.dataset.n)];
      const same = item.touched && one.state === item.state && (item.state === "uncodable" ||
        (one.codes.length === item.codes.size && one.codes.every((code) => item.codes.has(code))));
      button.setAttribute("aria-pressed", String(same));
    }
  }

  drawSaved() {
    const waiting = Object.values(this.unsent).reduce((n, decisions) => n + decisions.length, 0);
    this.saved.textContent = waiting ? `Saving ${waiting}` : "Saved";
    this.saved.dataset.waiting = String(waiting);
  }

  say(text) { this.live.textContent = text; }

  receive(data, send) {
    this.send = send;
    this.left = data.left;
    for (const [client, seq] of Object.entries(data.acks)) {
      if (!this.unsent[client]) continue;
      this.unsent[client] = this.unsent[client].filter((one) => one.seq > seq);
      kept.save(this.scope, client, this.unsent[client]);
      if (!this.unsent[client].length) delete this.unsent[client];
    }
    this.drawCodes(data.codes);
    const waiting = new Map(Object.values(this.unsent).flat().map((one) => [one.response, one]));
    this.serverOpen = data.items.length;
    for (const sent of data.items) {
      const known = this.known.get(sent.id);
      if (known) {
        if (known.decided && !waiting.has(sent.id)) known.decided = false; // taken back elsewhere
        continue;
      }
      const pending = waiting.get(sent.id);
      const item = { ...sent, state: "coded", codes: new Set(sent.agreed), reason: "", example: "", touched: false, decided: false };
      if (pending) Object.assign(item, { state: pending.state, codes: new Set(pending.codes), reason: pending.reason, decided: true, touched: true });
      this.known.set(sent.id, item);
      this.items.push(item);
    }
    if (!this.placed && this.items.length) { // a page that was left with decisions not yet saved begins after them
      this.placed = true;
      if (this.items[0].decided) this.next();
    }
    if (this.items[this.at]?.decided && this.ended) { this.ended = false; this.next(); }
    this.draw();
    if (waiting.size) this.flush();
  }

  onKey(event) {
    event.stopPropagation(); // Streamlit's own keys (r, c) do not act while this area has the focus
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inside = event.composedPath()[0];
    if (inside === this.reason || inside === this.example) {
      if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); this.keep(); this.root.focus(); }
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && inside instanceof HTMLButtonElement) return;
    const item = this.items[this.at];
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const coder = item ? item.said.findIndex((one) => one.key && one.key === key) : -1;
    const code = this.keys.get(key);
    const act = coder >= 0 ? () => this.take(coder) : code !== undefined ? () => this.toggle(code) : {
      Enter: () => this.decide(), ArrowRight: () => this.move(1), ArrowLeft: () => this.move(-1), x: () => this.cannot(),
      0: () => this.nothing(), n: () => this.reason.focus(), e: () => this.example.focus(),
    }[key];
    if (!act) return;
    event.preventDefault();
    if (event.repeat && key !== "ArrowRight" && key !== "ArrowLeft") return; // a key held down is one press
    act();
  }

  keep() {
    const item = this.items[this.at];
    if (!item) return;
    item.reason = this.reason.value;
    item.example = this.example.value;
  }

  take(n) {
    const item = this.items[this.at];
    if (!item || !item.said[n]) return;
    const one = item.said[n];
    Object.assign(item, { state: one.state, codes: new Set(one.codes), touched: true });
    this.say(`As ${one.coder} said. Enter decides.`);
    this.draw();
  }

  toggle(code) {
    const item = this.items[this.at];
    if (!item) return;
    if (item.state === "uncodable") { item.state = "coded"; item.codes.clear(); }
    if (item.codes.has(code)) item.codes.delete(code); else item.codes.add(code);
    item.touched = true;
    this.say(`${this.labels.get(code)} ${item.codes.has(code) ? "chosen" : "taken away"}`);
    this.draw();
  }

  cannot() {
    const item = this.items[this.at];
    if (!item) return;
    item.state = item.state === "uncodable" ? "coded" : "uncodable";
    item.touched = true;
    this.say(item.state === "uncodable" ? "Cannot be coded. Enter decides." : "Can be coded");
    this.draw();
  }

  nothing() {
    const item = this.items[this.at];
    if (!item) return;
    Object.assign(item, { state: "coded", codes: new Set(), touched: true });
    this.say("No code fits. Enter decides.");
    this.draw();
  }

  decide() {
    const item = this.items[this.at];
    if (!item) return;
    this.keep();
    if (!item.touched) { this.say("Choose first: a coder's letter, a code, 0 or x."); return; }
    (this.unsent[this.client] ??= []).push({
      seq: ++this.seq, response: item.id, codes: item.state === "coded" ? [...item.codes] : [], state: item.state,
      reason: item.reason, example: item.example || null,
    });
    item.decided = true;
    kept.save(this.scope, this.client, this.unsent[this.client]);
    const what = item.state === "uncodable" ? "cannot be coded" : [...item.codes].map((code) => this.labels.get(code)).join(", ") || "no code fits";
    this.next();
    this.say(`Decided: ${what}`);
    this.draw();
    this.flush();
  }

  next() {
    const after = this.items.findIndex((one, n) => n > this.at && !one.decided);
    const from = after >= 0 ? after : this.items.findIndex((one) => !one.decided);
    if (from >= 0) this.at = from; else this.ended = true;
  }

  move(step) {
    this.keep();
    const there = this.at + step;
    if (there < 0) { this.say("This is the first one"); return; }
    if (there >= this.items.length) { this.say("This is the last one here"); return; }
    this.at = there;
    this.draw();
  }

  flush() {
    this.drawSaved();
    if (this.timer !== null) return;
    const wait = Math.max(0, SEND_EVERY_MS - (Date.now() - this.lastSent));
    this.timer = setTimeout(() => {
      this.timer = null;
      this.lastSent = Date.now();
      const batches = Object.entries(this.unsent).map(([client, decisions]) => ({ client, decisions }));
      if (!batches.length) return;
      this.send("batches", { sent: this.lastSent, batches });
      clearTimeout(this.retry);
      this.retry = setTimeout(() => { if (Object.keys(this.unsent).length) this.flush(); }, 2000);
    }, wait);
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

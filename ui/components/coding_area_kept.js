// What the server has not said is saved: in this browser's storage, an entry an event, so that a press costs one small
// write, and so that a lost connection, a reload and a restart of the server lose nothing.

const PREFIX = "verbatim-coding:";

function freshClient() {
  const bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

class Kept {
  constructor(scope) {
    this.prefix = PREFIX + scope + ":";
    this.works = true;
    this.events = new Map(); // client -> events in order of their numbers
    this.adopt();
  }

  // Takes over what is in the storage and not held here: of an earlier page, or of an area that was drawn here before and
  // took a last press while it was being replaced. Whether there was any.
  adopt() {
    const before = this.waiting;
    const held = new Set([...this.events].flatMap(([client, events]) => events.map((event) => client + ":" + event.seq)));
    try {
      for (let n = 0; n < localStorage.length; n++) this.read(localStorage.key(n), held);
    } catch (error) { this.works = false; /* storage is switched off: events live as long as the page */ }
    if (this.waiting === before) return false;
    for (const events of this.events.values()) events.sort((a, b) => a.seq - b.seq);
    return true;
  }

  read(key, held) {
    if (!key.startsWith(this.prefix) || held.has(key.slice(this.prefix.length))) return;
    const client = key.slice(this.prefix.length).split(":")[0];
    let event = null;
    try { event = JSON.parse(localStorage.getItem(key)); } catch (error) { return; }
    if (event && Number.isInteger(event.seq)) this.of(client).push(event);
  }

  of(client) {
    if (!this.events.has(client)) this.events.set(client, []);
    return this.events.get(client);
  }

  add(client, event) {
    this.of(client).push(event);
    try { localStorage.setItem(this.prefix + client + ":" + event.seq, JSON.stringify(event)); }
    catch (error) { this.works = false; }
  }

  saved(client, seq) {
    const events = this.events.get(client);
    if (!events) return;
    const left = [];
    for (const event of events) {
      if (event.seq > seq) { left.push(event); continue; }
      try { localStorage.removeItem(this.prefix + client + ":" + event.seq); } catch (error) { this.works = false; }
    }
    if (left.length) this.events.set(client, left); else this.events.delete(client);
  }

  all() { return [...this.events.values()].flat(); }

  get waiting() {
    let n = 0;
    for (const events of this.events.values()) n += events.length;
    return n;
  }

  batches() {
    return [...this.events].filter(([, events]) => events.length).map(([client, events]) => ({ client, events }));
  }
}

// Decisions an hour in this session: the time between presses counts, breaks of more than three minutes do not.
const BREAK_MS = 180000;
const LEAST_DECISIONS = 5;
const LEAST_MS = 60000;

class Pace {
  constructor(scope) {
    this.key = PREFIX + "pace:" + scope;
    this.n = 0;
    this.active = 0;
    this.last = null;
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      if (kept && kept.n >= 0 && kept.active >= 0) { this.n = kept.n; this.active = kept.active; }
    } catch (error) { /* begins anew */ }
  }

  press(now) {
    if (this.last !== null && now - this.last < BREAK_MS) this.active += now - this.last;
    this.last = now;
  }

  decided(change) {
    this.n = Math.max(0, this.n + change);
    try { sessionStorage.setItem(this.key, JSON.stringify({ n: this.n, active: Math.round(this.active) })); }
    catch (error) { /* lives as long as the page */ }
  }

  get hourly() {
    return this.n >= LEAST_DECISIONS && this.active >= LEAST_MS ? Math.round(this.n / (this.active / 3600000)) : null;
  }
}

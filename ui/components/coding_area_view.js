// How the area looks: its parts, made once, and the response that is drawn into them.

function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

class AreaView {
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
    this.progress = element("p", "progress", head);
    this.saved = element("p", "saved", head);
    const columns = element("div", "columns", root);
    const main = element("div", "main", columns);
    this.about = element("p", "about", main);
    this.pane = new TextPane(main);
    this.marks = element("ul", "marks", main);
    this.badges = element("p", "badges", main);
    this.suggested = element("p", "suggested", main);
    const noteLine = element("div", "note", main);
    const label = element("label", "", noteLine, "Note");
    this.note = element("input", "", noteLine);
    this.note.type = "text";
    this.note.id = "area-note";
    this.note.maxLength = 2000;
    this.note.autocomplete = "off";
    label.htmlFor = "area-note";
    this.note.addEventListener("change", () => this.keepNote());
    this.codes = new CodePane(columns, (code) => this.codeKey(code), () => this.focus());
    this.live = element("p", "live", root);
    this.live.setAttribute("role", "status");
    this.bar = element("div", "actions", root);
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", "Actions");
    this.help = element("p", "help", root, "Click here, or press Tab, to use the keys; ? shows them all. Enter saves and goes on: with no code chosen it records that nothing fits.");
    this.help.id = "area-help";
    this.helpDialog = new Dialog(root, "Keys", () => this.focus());
    this.helpDialog.button("Close", () => this.helpDialog.close(), true);
    this.sameDialog = new Dialog(root, "Code these the same way", () => this.focus());
    root.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("keyup", (event) => event.stopPropagation());
    root.addEventListener("keypress", (event) => event.stopPropagation());
    root.addEventListener("focusout", (event) => {
      if (this.kept.waiting && !root.contains(event.relatedTarget)) this.flush(0); // on the way to something else: saved at once
    });
    this.pane.node.addEventListener("mouseup", () => setTimeout(() => this.mouseChose(), 0));
  }

  focus() { this.root.focus({ preventScroll: true }); }

  drawActions(actions) {
    const wanted = JSON.stringify(actions);
    if (wanted === this.actionsDrawn) return;
    this.actionsDrawn = wanted;
    this.actions = actions;
    this.acts = {
      done: () => this.done(), back: () => this.move(-1), skip: () => this.forward(), undo: () => this.undo(),
      redo: () => this.redo(), flag: () => this.mark(), note: () => this.note.focus(), uncodable: () => this.cannot(),
      evidence: () => this.beginChoice(), quote: () => this.quote(), same: () => this.same(),
      find: () => this.codes.field.focus(), help: () => this.showHelp(),
    };
    this.actionKeys = new Map(actions.filter((action) => action.key).map((action) => [action.key, action.action]));
    this.actionButtons = {};
    this.bar.replaceChildren();
    for (const action of actions) {
      if (action.action === "find") { this.codes.findKey.textContent = action.shown; continue; }
      const button = element("button", action.action === "done" ? "primary" : "", this.bar);
      button.type = "button";
      element("kbd", "", button, action.shown);
      element("span", "", button, action.label);
      if (action.key) button.setAttribute("aria-keyshortcuts", action.key);
      button.addEventListener("click", () => {
        this.acts[action.action]();
        if (action.action !== "note" && !this.helpDialog.isOpen && !this.sameDialog.isOpen) this.focus();
      });
      this.actionButtons[action.action] = button;
    }
  }

  draw() {
    const item = this.items.get(this.at);
    this.root.classList.toggle("empty", !item);
    if (!item) {
      this.title.textContent = this.total ? "Loading responses" : "No responses to code";
      this.pane.show("", []);
      for (const part of [this.about, this.badges, this.suggested]) part.textContent = "";
      this.marks.replaceChildren();
      this.drawSaved();
      return;
    }
    this.title.textContent = `Response ${(item.place + 1).toLocaleString("en-GB")} of ${this.total.toLocaleString("en-GB")}`;
    this.about.textContent = [item.id, ...item.about.map(([name, value]) => `${name}: ${value}`)].join(" · ");
    if (this.shownId !== item.id) { this.pane.drop(); this.pane.node.scrollTop = 0; this.shownId = item.id; }
    this.pane.show(item.text, item.marks);
    this.drawMarks(item);
    const badges = item.former?.length ? [`To look at again, as you gave ${item.former.join(", ")}`] : [];
    if (item.state === "coded") badges.push(item.codes.size ? "Coded" : "Coded: nothing fits");
    if (item.state === "uncodable") badges.push("Cannot be coded");
    if (item.flagged) badges.push("Marked to discuss");
    const chosen = [...item.codes].map((code) => this.codes.label(code)).join(", ");
    if (chosen) badges.push(chosen);
    this.badges.textContent = badges.join(" · ");
    this.seen = this.suggestions || decided(item) ? item.suggested : [];
    this.suggested.textContent = this.seen.length
      ? "Suggested by the program, for you to judge: " + this.seen.map((s) => `${s.label} (${Math.round(s.probability * 100)}%)`).join(", ")
      : "";
    this.codes.show(item.codes);
    for (const [name, on] of [["flag", item.flagged], ["uncodable", item.state === "uncodable"], ["evidence", !!this.pane.chosen]])
      this.actionButtons[name]?.setAttribute("aria-pressed", String(on));
    const note = item.note || "";
    if (this.noteFor !== item.id || (this.root.getRootNode().activeElement !== this.note && this.note.value !== note)) {
      this.note.value = note;
      this.noteFor = item.id;
    }
    this.drawSaved();
  }

  drawMarks(item) {
    const wanted = JSON.stringify([item.id, item.marks]);
    if (wanted === this.marksDrawn) return;
    this.marksDrawn = wanted;
    this.marks.replaceChildren();
    for (const mark of item.marks) {
      const line = element("li", mark.kind, this.marks);
      const what = mark.kind === "quotable" ? "Quotable" : `Evidence for ${this.codes.label(mark.code)}`;
      const words = this.pane.quoted(mark).replace(/\s+/g, " ");
      element("span", "", line, `${what}: “${words.length > 70 ? words.slice(0, 67) + "…" : words}”`);
      const button = element("button", "small", line, "Remove");
      button.type = "button";
      button.setAttribute("aria-label", `Remove: ${what}, “${words.slice(0, 40)}”`);
      button.addEventListener("click", () => { this.turnMark(mark, false); this.focus(); });
    }
  }

  drawSaved() {
    const waiting = this.kept.waiting;
    const late = waiting && this.waitingSince && performance.now() - this.waitingSince > LATE_MS;
    const said = waiting ? (late ? `Not saved yet: ${waiting} kept in this browser` : `Saving ${waiting}`) : "Saved";
    if (said !== this.saved.textContent) this.saved.textContent = said;
    this.saved.dataset.waiting = String(waiting);
    const n = Math.min(this.total, Math.max(0, this.decided + this.delta));
    const hourly = this.pace.hourly;
    const left = this.total - n;
    const hours = hourly ? left / hourly : null;
    const time = hours === null || !left ? "" : `, about ${hours >= 1.5 ? Math.round(hours) + " hours" : Math.max(1, Math.round(hours * 60)) + " minutes"}`;
    this.progress.textContent = this.total
      ? `${n.toLocaleString("en-GB")} decided, ${left.toLocaleString("en-GB")} left${time}` + (hourly ? ` · ${hourly.toLocaleString("en-GB")} an hour` : "")
      : "";
  }

  say(text) { this.live.textContent = text; }

  showHelp() {
    const choosing = [
      ["← →", "Go to the word before or after"], ["Shift+← →", "Take more or fewer words"], ["a code's key", "Evidence for that code"],
      [this.actionOf("quote").shown, "Quotable"], ["Esc", "Leave the choice of words"],
    ];
    drawHelp(this.helpDialog, this.actions, this.codes.codes, choosing);
    this.helpDialog.open();
  }

  actionOf(name) { return this.actions.find((action) => action.action === name); }
}

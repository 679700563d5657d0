// The codes as buttons in their groups, with their keys, and the field that finds one by its name.

class CodePane {
  constructor(parent, toggle, back) {
    this.toggle = toggle;
    this.back = back; // gives the focus back to the area
    this.codes = [];
    this.buttons = new Map();
    this.keys = new Map();
    this.given = new Set();
    const side = element("div", "side", parent);
    const find = element("div", "find", side);
    const label = element("label", "", find, "Find a code");
    this.findKey = element("kbd", "", find, "/");
    this.field = element("input", "", find);
    this.field.type = "search";
    this.field.id = "area-find";
    this.field.autocomplete = "off";
    label.htmlFor = "area-find";
    this.field.addEventListener("input", () => this.filter());
    this.list = element("div", "codes", side);
    this.list.setAttribute("role", "group");
    this.list.setAttribute("aria-label", "Codes");
  }

  draw(codes) {
    const wanted = JSON.stringify(codes);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    this.codes = codes;
    this.keys = new Map(codes.filter((code) => code.key).map((code) => [code.key, code.code]));
    this.buttons.clear();
    this.list.replaceChildren();
    this.given = new Set();
    let group = null, name = null;
    for (const code of codes) {
      if (group === null || code.group !== name) {
        name = code.group;
        group = element("div", "group", this.list);
        if (name) {
          const heading = element("h3", "", group, name);
          heading.id = "area-group-" + this.buttons.size;
          group.setAttribute("role", "group");
          group.setAttribute("aria-labelledby", heading.id);
        }
      }
      const button = element("button", "code", group);
      button.type = "button";
      if (code.depth > 1) button.dataset.depth = String(Math.min(code.depth, 4));
      if (code.definition) button.title = code.definition;
      if (code.colour) button.style.setProperty("--colour", code.colour);
      element("kbd", "", button, code.key || "");
      if (code.key) button.setAttribute("aria-keyshortcuts", code.key); else button.firstChild.hidden = true;
      element("span", "", button, code.label);
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => { this.toggle(code.code); this.back(); });
      this.buttons.set(code.code, button);
    }
  }

  // Only the buttons that change are touched.
  show(given) {
    for (const code of this.given) if (!given.has(code)) this.buttons.get(code)?.setAttribute("aria-pressed", "false");
    for (const code of given) if (!this.given.has(code)) this.buttons.get(code)?.setAttribute("aria-pressed", "true");
    this.given = new Set(given);
  }

  label(code) { return this.codes.find((one) => one.code === code)?.label ?? code; }

  filter() {
    const wanted = this.field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const code of this.codes) {
      const said = (code.label + " " + code.group + " " + code.code).toLowerCase();
      this.buttons.get(code.code).hidden = !wanted.every((word) => said.includes(word));
    }
    for (const group of this.list.children) group.hidden = ![...group.querySelectorAll("button")].some((one) => !one.hidden);
    this.mark(0);
  }

  mark(at) {
    const shown = [...this.buttons.values()].filter((button) => !button.hidden);
    for (const button of this.buttons.values()) button.classList.remove("found");
    this.found = shown.length && this.field.value.trim() ? Math.max(0, Math.min(shown.length - 1, at)) : null;
    if (this.found === null) return null;
    const button = shown[this.found];
    button.classList.add("found");
    button.scrollIntoView({ block: "nearest" });
    return [...this.buttons].find(([, one]) => one === button)[0];
  }

  // A key in the field: up and down choose, Enter gives the code and leaves, Escape leaves. What to say, or null.
  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const code = this.mark((this.found ?? 0) + (event.key === "ArrowDown" ? 1 : -1));
      return code ? this.label(code) : "No code is like that";
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const code = this.mark(this.found ?? 0);
      if (code === null) return "No code is like that";
      this.leave();
      this.toggle(code);
      return null;
    }
    if (event.key === "Escape") { event.preventDefault(); this.leave(); }
    return null;
  }

  leave() {
    this.field.value = "";
    this.filter();
    this.back();
  }
}

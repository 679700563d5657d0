// A page and what was understood of it: blocks outlined on the picture, the same blocks as a list beside it.
//
// data: {scope, paged, at, count, title, said, jump, selected, picture, ratio, alt, blocks, left, empty, legend, headings}
//   picture: a data: address, or "" where there is none; ratio: its height over its width
//   blocks: [{n, kind, label, mark, number, text, more, place, notes: [text], boxes: [[left, top, width, height] in percent]}]
//   left: blocks of the page that are not listed; legend: [{kind, label, mark, n}]
//   headings: {first, shown, total, step, sought, lines: [{n, text, depth, page, here}]}
// trigger value "go": one of {page}, {typed}, {block}, {skip}, {sought}
// The list is the text alternative of the picture, whose outlines are for the mouse and hidden from screen readers.
// Text is only ever set with textContent; the picture is set as the src of an <img>.

const areas = new Map();
const NUMBER = new Intl.NumberFormat("en-GB");

function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

class Area {
  constructor(parent) {
    this.scope = null;
    this.jump = null;
    this.chosen = null; // n of the block that is chosen
    this.items = new Map(); // n -> {row, button, outlines, block}
    this.order = [];
    this.build(parent);
  }

  build(parent) {
    const root = element("section", "area", parent);
    this.root = root;
    root.setAttribute("aria-label", "The page and its blocks");
    const bar = element("div", "bar", root);
    const button = (label, act, parentElement = bar) => {
      const made = element("button", "", parentElement, label);
      made.type = "button";
      made.addEventListener("click", act);
      return made;
    };
    this.before = button("Page before", () => this.turn(-1));
    this.after = button("Page after", () => this.turn(1));
    this.form = element("form", "goto", bar);
    this.label = element("label", "", this.form, "Go to page");
    this.typed = element("input", "", this.form);
    this.typed.type = "text";
    this.typed.id = "page-typed";
    this.typed.autocomplete = "off";
    this.typed.maxLength = 40;
    this.label.htmlFor = "page-typed";
    element("button", "", this.form, "Go").type = "submit";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask({ typed: this.typed.value });
    });
    this.title = element("h2", "title", bar);
    this.live = element("p", "live", root);
    this.live.setAttribute("role", "status");

    this.outline = element("details", "outline", root);
    this.outlineName = element("summary", "", this.outline, "Headings to jump to");
    const tools = element("form", "tools", this.outline);
    const findLabel = element("label", "", tools, "Find a heading");
    this.find = element("input", "", tools);
    this.find.type = "text";
    this.find.id = "heading-find";
    this.find.autocomplete = "off";
    this.find.maxLength = 200;
    findLabel.htmlFor = "heading-find";
    element("button", "", tools, "Find").type = "submit";
    tools.addEventListener("submit", (event) => { event.preventDefault(); this.ask({ sought: this.find.value }); });
    this.all = button("All headings", () => { this.find.value = ""; this.ask({ sought: "" }); }, tools);
    this.earlier = button("Earlier headings", () => this.ask({ skip: Math.max(0, this.headings.first - this.headings.step) }), tools);
    this.later = button("Later headings", () => this.ask({ skip: this.headings.first + this.headings.step }), tools);
    this.headingList = element("ol", "headings", this.outline);

    this.panes = element("div", "panes", root);
    this.picturePane = element("div", "picture-pane", this.panes);
    this.picturePane.tabIndex = 0;
    this.picturePane.setAttribute("role", "group");
    this.picturePane.setAttribute("aria-label", "Picture of the page");
    this.sheet = element("div", "sheet", this.picturePane);
    this.image = element("img", "", this.sheet);
    this.overlay = element("div", "overlay", this.sheet);
    this.overlay.setAttribute("aria-hidden", "true");
    const side = element("div", "side", this.panes);
    this.list = element("ol", "blocks", side);
    this.list.setAttribute("aria-label", "Blocks in reading order");
    this.note = element("p", "note", side);
    this.foot = element("div", "foot", root);
    this.legend = element("ul", "legend", this.foot);
    this.legend.setAttribute("aria-label", "Kinds of block on this page");
    this.larger = button("Larger picture", () => this.enlarge(), this.foot);
    this.larger.setAttribute("aria-pressed", "false");
    this.help = element("p", "help", this.foot);

    this.overlay.addEventListener("click", (event) => {
      const n = event.target.dataset.n;
      if (n !== undefined) this.choose(Number(n), { scroll: true });
    });
    this.panes.addEventListener("keydown", (event) => this.onKey(event));
    // Streamlit's own keys (r, c) do not act while somebody types or moves here
    for (const name of ["keydown", "keyup", "keypress"]) root.addEventListener(name, (event) => event.stopPropagation());
  }

  // Keys ---------------------------------------------------------------------------------------------------------

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const inList = this.list.contains(event.target);
    const act = {
      ArrowLeft: () => this.turn(-1),
      ArrowRight: () => this.turn(1),
      ArrowDown: inList ? () => this.step(1) : null,
      ArrowUp: inList ? () => this.step(-1) : null,
      Home: inList ? () => this.step(-Infinity) : null,
      End: inList ? () => this.step(Infinity) : null,
      Escape: this.chosen !== null ? () => this.choose(null) : null,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    if (event.repeat && event.key.startsWith("Arrow") && !inList) return;
    act();
  }

  step(by) {
    if (!this.order.length) return;
    const now = this.order.indexOf(this.chosen === null ? this.focusable : this.chosen);
    const first = this.chosen === null && Math.abs(by) === 1;
    const next = Math.min(this.order.length - 1, Math.max(0, first ? now : now + by));
    this.choose(this.order[next], { focus: true });
  }

  turn(by) {
    const page = this.at + by;
    if (page < 1) return this.say(this.paged ? "This is the first page" : "This is the first part");
    if (page > this.count) return this.say(this.paged ? "This is the last page" : "This is the last part");
    this.ask({ page });
  }

  ask(wish) {
    this.waiting = true;
    this.root.setAttribute("aria-busy", "true");
    this.send("go", wish);
  }

  say(text) { this.live.textContent = text; }

  enlarge() {
    const large = this.root.classList.toggle("large");
    this.larger.setAttribute("aria-pressed", String(large));
    if (this.chosen !== null) this.reveal(this.chosen);
  }

  // Choosing a block ---------------------------------------------------------------------------------------------

  choose(n, { focus = false, scroll = false } = {}) {
    if (this.chosen !== null) this.mark(this.chosen, false);
    this.chosen = n === this.chosen && !focus ? null : n;
    if (this.chosen === null || !this.items.has(this.chosen)) { this.chosen = null; this.say("No block is chosen"); return; }
    const { button, block } = this.items.get(n);
    this.mark(n, true);
    this.rove(n);
    if (focus) button.focus({ preventScroll: true });
    this.reveal(n, scroll || focus);
    this.say(`${block.label}${block.number ? " " + block.number : ""} is chosen${this.picture ? " and outlined on the picture" : ""}`);
  }

  mark(n, on) {
    const item = this.items.get(n);
    if (!item) return;
    item.row.classList.toggle("chosen", on);
    item.button.setAttribute("aria-pressed", String(on));
    for (const outline of item.outlines) outline.classList.toggle("chosen", on);
  }

  // One stop of the Tab key for the whole list; the arrow keys move within it.
  rove(n) {
    if (this.items.has(this.focusable)) this.items.get(this.focusable).button.tabIndex = -1;
    this.focusable = n;
    if (this.items.has(n)) this.items.get(n).button.tabIndex = 0;
  }

  reveal(n, list = true) {
    const { row, outlines } = this.items.get(n);
    const within = (pane, top, height) => {
      if (pane.scrollHeight <= pane.clientHeight) return;
      if (top < pane.scrollTop || top + height > pane.scrollTop + pane.clientHeight) pane.scrollTop = Math.max(0, top - pane.clientHeight / 4);
    };
    if (list) within(this.list, row.offsetTop, row.offsetHeight);
    if (outlines.length) within(this.picturePane, outlines[0].offsetTop, outlines[0].offsetHeight);
  }

  // Drawing ------------------------------------------------------------------------------------------------------

  receive(data, send) {
    this.send = send;
    this.paged = data.paged;
    this.at = data.at;
    this.count = data.count;
    this.picture = data.picture;
    this.headings = data.headings;
    this.root.removeAttribute("aria-busy");
    const page = data.paged ? "Page" : "Part";
    this.before.textContent = `${page} before`;
    this.after.textContent = `${page} after`;
    this.before.setAttribute("aria-disabled", String(data.at <= 1));
    this.after.setAttribute("aria-disabled", String(data.at >= data.count));
    this.label.textContent = `Go to ${page.toLowerCase()}`;
    this.title.textContent = data.title;
    const fresh = this.scope !== data.scope;
    const drawn = JSON.stringify([data.scope, data.blocks, data.picture.length, data.left]);
    if (drawn !== this.drawn) { this.drawn = drawn; this.drawBlocks(data); }
    this.drawHeadings(data.headings);
    const jumped = this.jump !== data.jump;
    if (this.waiting || data.said) this.say(data.said || `${data.title}: ${NUMBER.format(data.blocks.length)} block${data.blocks.length === 1 ? "" : "s"}`);
    if (this.waiting && fresh) this.typed.value = "";
    this.waiting = false;
    if ((fresh || jumped) && data.selected !== null && this.items.has(data.selected)) {
      if (this.chosen !== null) this.mark(this.chosen, false);
      this.chosen = null;
      const wasHere = this.root.contains(this.root.getRootNode().activeElement);
      this.choose(data.selected, { focus: wasHere && jumped && this.jump !== null, scroll: true });
    }
    this.jump = data.jump;
    this.scope = data.scope;
  }

  drawBlocks(data) {
    const held = this.list.contains(this.root.getRootNode().activeElement);
    this.chosen = null;
    this.items.clear();
    this.order = data.blocks.map((block) => block.n);
    this.list.replaceChildren();
    this.overlay.replaceChildren();
    this.root.classList.toggle("no-picture", !data.picture);
    if (data.picture) {
      this.image.src = data.picture;
      this.image.alt = data.alt;
      this.sheet.style.aspectRatio = String(1 / (data.ratio || 1.414));
      this.picturePane.scrollTop = 0;
    } else this.image.removeAttribute("src");
    this.list.scrollTop = 0;
    for (const block of data.blocks) this.drawBlock(block);
    this.focusable = null;
    this.rove(this.order.length ? this.order[0] : null);
    if (held && this.order.length) this.items.get(this.order[0]).button.focus({ preventScroll: true });
    this.list.hidden = !data.blocks.length;
    this.note.textContent = data.empty || (data.left
      ? `${NUMBER.format(data.left)} more blocks stand on this page and are not listed here. They are searched like the others.` : "");
    this.legend.replaceChildren();
    for (const kind of data.legend) {
      const item = element("li", "", this.legend);
      element("span", `swatch kind-${kind.kind}`, item, kind.mark).setAttribute("aria-hidden", "true");
      element("span", "", item, `${kind.label} (${NUMBER.format(kind.n)})`);
    }
    this.help.textContent = "In the list, the up and down arrow keys choose a block, the left and right arrow keys turn the page.";
  }

  drawBlock(block) {
    const row = element("li", `block kind-${block.kind}`, this.list);
    if (block.place) element("p", "place", row, block.place);
    const button = element("button", "name", row);
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("aria-pressed", "false");
    const mark = element("span", `swatch kind-${block.kind}`, button, block.mark);
    mark.setAttribute("aria-hidden", "true");
    element("span", "label", button, block.label);
    if (block.number) element("span", "number", button, block.number);
    element("p", "text", row, block.text || "(no words)");
    if (block.more) element("p", "more", row, `${NUMBER.format(block.more)} more characters`);
    if (block.notes.length) element("p", "flags", row, block.notes.join(" · "));
    button.addEventListener("click", () => this.choose(block.n));
    row.addEventListener("click", (event) => {
      if (button.contains(event.target) || String(this.root.ownerDocument.getSelection()).length) return;
      this.choose(block.n);
    });
    const outlines = block.boxes.map(([left, top, width, height], place) => {
      const made = element("div", `box kind-${block.kind}`, this.overlay);
      made.dataset.n = String(block.n);
      made.style.left = `${left}%`;
      made.style.top = `${top}%`;
      made.style.width = `${width}%`;
      made.style.height = `${height}%`;
      if (place === 0) element("span", "tag", made, block.mark).dataset.n = String(block.n);
      return made;
    });
    this.items.set(block.n, { row, button, outlines, block });
  }

  drawHeadings(headings) {
    const wanted = JSON.stringify(headings);
    if (wanted === this.headingsDrawn) return;
    this.headingsDrawn = wanted;
    const held = this.headingList.contains(this.root.getRootNode().activeElement);
    this.outlineName.textContent = headings.sought
      ? `Headings with “${headings.sought}” (${NUMBER.format(headings.total)})`
      : `Headings to jump to (${NUMBER.format(headings.total)})`;
    this.all.hidden = !headings.sought;
    this.earlier.hidden = headings.first === 0;
    this.later.hidden = headings.first + headings.shown >= headings.total;
    this.headingList.replaceChildren();
    this.headingList.start = headings.first + 1;
    let here = null;
    for (const line of headings.lines) {
      const item = element("li", "", this.headingList);
      item.style.paddingLeft = `${line.depth * 1.25}rem`;
      const button = element("button", "jump", item, line.text);
      button.type = "button";
      if (line.here) { button.setAttribute("aria-current", "location"); here = button; }
      if (line.page) element("span", "page", item, line.page);
      button.addEventListener("click", () => this.ask({ block: line.n }));
    }
    if (!headings.lines.length) element("li", "", this.headingList, headings.sought ? "No heading holds these words." : "No headings were found.");
    if (held && here) here.focus({ preventScroll: true });
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const id = component.key || "page";
  let area = areas.get(id);
  if (!area || !parentElement.contains(area.root)) {
    area = new Area(parentElement);
    areas.set(id, area);
  }
  area.receive(data, setTriggerValue);
  return () => {
    if (!parentElement.isConnected) areas.delete(id);
  };
}

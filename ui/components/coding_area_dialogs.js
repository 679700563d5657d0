// What opens over the area: the keys, and the responses that say the same.

class Dialog {
  constructor(parent, title, back) {
    this.node = element("dialog", "", parent);
    this.node.setAttribute("aria-labelledby", "dialog-" + title.replace(/\W+/g, "-"));
    this.heading = element("h2", "", this.node, title);
    this.heading.id = this.node.getAttribute("aria-labelledby");
    this.heading.tabIndex = -1;
    this.body = element("div", "dialog-body", this.node);
    this.foot = element("div", "actions", this.node);
    this.node.addEventListener("close", back);
  }

  button(label, act, primary) {
    const button = element("button", primary ? "primary" : "", this.foot, label);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  open() {
    if (!this.node.open) this.node.showModal();
    this.heading.focus();
    this.node.scrollTop = 0;
  }
  close() { this.node.close(); }
  get isOpen() { return this.node.open; }
}

function drawHelp(dialog, actions, codes, extra) {
  dialog.body.replaceChildren();
  const table = (title, rows) => {
    if (!rows.length) return;
    element("h3", "", dialog.body, title);
    const list = element("dl", "keys", dialog.body);
    for (const [key, said] of rows) {
      const pair = element("div", "", list);
      element("kbd", "", element("dt", "", pair), key);
      element("dd", "", pair, said);
    }
  };
  table("What the keys do", actions.map((action) => [action.shown, action.said]));
  table("While words are being chosen", extra);
  table("Codes", codes.filter((code) => code.key).map((code) => [code.key, code.label]));
  const without = codes.filter((code) => !code.key).length;
  if (without) element("p", "", dialog.body, `${without} codes have no key: find them by name, or choose keys for them under “Keys” below the area.`);
}

// The responses that say the same, with what each would be given; `confirm` gets those that are ticked.
function drawSame(dialog, found, labels, confirm) {
  dialog.body.replaceChildren();
  dialog.foot.replaceChildren();
  const given = labels.length ? labels.join(", ") : "no code (nothing fits)";
  element("p", "", dialog.body, `They would be given: ${given}. Those with the same words are ticked; tick others that say the same.`);
  const list = element("ul", "same", dialog.body);
  const boxes = [];
  found.items.forEach((item, n) => {
    const label = element("label", "", element("li", "", list));
    const box = element("input", "", label);
    box.type = "checkbox";
    box.checked = !item.decided && item.likeness >= 1;
    boxes.push(box);
    const said = element("span", "", label);
    element("span", "quoted", said, item.text);
    const now = item.decided ? `you gave it: ${item.codes.join(", ") || "no code"}; ticked, this is replaced` : "not decided yet";
    element("span", "now", said, `${item.id} · ${item.likeness >= 1 ? "the same words" : Math.round(item.likeness * 100) + "% alike"} · ${now}`);
    box.addEventListener("change", count);
  });
  if (found.more) element("p", "", dialog.body, `${found.more} more are not shown. Press the key again afterwards to see them.`);
  const button = dialog.button("", () => confirm(found.items.filter((item, n) => boxes[n].checked)), true);
  dialog.button("Tick all that are not decided", () => { boxes.forEach((box, n) => { box.checked = box.checked || !found.items[n].decided; }); count(); });
  dialog.button("Cancel", () => dialog.close());
  function count() {
    const n = boxes.filter((box) => box.checked).length;
    button.textContent = n ? `Code ${n === 1 ? "this 1 response" : `these ${n} responses`} the same way` : "Tick those to be coded";
    button.disabled = !n;
  }
  count();
  dialog.open();
  (button.disabled ? boxes[0] : button).focus();
}

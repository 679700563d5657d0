// Buttons that copy a text or an address to the clipboard, and say so.
//
// data: {buttons: [{label, name, text, address}]}; name: what a screen reader says after the label; address: the screen with its
// query, made whole here, or "" where `text` is copied. Text is only ever set with textContent.

const drawn = new WeakMap();

function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

// Where a browser keeps the clipboard from scripts: through a selected text area.
function copiedByHand(text) {
  const before = document.activeElement;
  const area = element("textarea", "", document.body);
  area.value = text;
  area.readOnly = true;
  area.style.position = "fixed";
  area.style.opacity = "0";
  area.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch { done = false; }
  area.remove();
  if (before && before.focus) before.focus();
  return done;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

export default function (component) {
  const { data, parentElement } = component;
  const now = JSON.stringify(data);
  const before = drawn.get(parentElement);
  if (before && before.now === now && parentElement.contains(before.root)) return;
  if (before) before.root.remove();
  const root = element("div", "copying", parentElement);
  drawn.set(parentElement, { now, root });
  let clear = null;
  const said = document.createElement("span");
  for (const { label, name, text, address } of data.buttons) {
    const button = element("button", "", root, label);
    button.type = "button";
    if (name) button.setAttribute("aria-label", `${label}: ${name}`);
    button.addEventListener("click", async () => {
      const whole = address ? new URL(address, window.location.href).href : text;
      const done = await copied(whole);
      said.textContent = done ? "Copied" : "The browser did not allow it. Select the text and press Ctrl+C.";
      clearTimeout(clear);
      clear = setTimeout(() => { said.textContent = ""; }, 4000);
    });
  }
  said.className = "said";
  said.setAttribute("role", "status");
  root.append(said);
  // Streamlit's own keys (r, c) do not act while somebody is on a button here
  for (const event of ["keydown", "keyup", "keypress"]) root.addEventListener(event, (e) => e.stopPropagation());
}

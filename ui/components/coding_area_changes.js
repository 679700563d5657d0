// What a press makes of a response: the server will make the same of it.

function decided(item) { return item.state === "coded" || item.state === "uncodable" ? 1 : 0; }

function snapshot(item) {
  const { codes, state, flagged, note, marks } = item;
  return { codes: new Set(codes), state, flagged, note, marks: [...marks] };
}

function restore(item, before) { Object.assign(item, { ...before, codes: new Set(before.codes), marks: [...before.marks] }); }

function sameMark(a, b) { return a.start === b.start && a.end === b.end && a.kind === b.kind && (a.code || "") === (b.code || ""); }

// What the server will make of the event, done here at once.
function applyEvent(item, event) {
  const turn = (set, on) => { if (on) set.add(event.code); else set.delete(event.code); };
  const mark = { start: event.start, end: event.end, kind: event.action === "quote" ? "quotable" : "evidence", code: event.code || "" };
  switch (event.action) {
    case "toggle":
      turn(item.codes, event.on);
      if (!event.on) item.marks = item.marks.filter((one) => one.kind !== "evidence" || one.code !== event.code);
      item.state = item.state === "coded" ? "coded" : "open";
      break;
    case "evidence":
    case "quote":
      item.marks = item.marks.filter((one) => !sameMark(one, mark));
      if (event.on) item.marks = [...item.marks, mark].sort((a, b) => a.start - b.start || a.end - b.end);
      if (event.action === "evidence") {
        if (event.on) item.codes.add(event.code);
        item.state = item.state === "coded" ? "coded" : "open";
      } else item.state = item.state || "open";
      break;
    case "done": item.state = item.state === "uncodable" ? "uncodable" : "coded"; break;
    case "uncodable":
      if (event.on) { item.codes.clear(); item.marks = item.marks.filter((one) => one.kind === "quotable"); }
      item.state = event.on ? "uncodable" : "open";
      break;
    case "flag": item.flagged = event.on; item.state = item.state || "open"; break;
    case "note": item.note = event.text; item.state = item.state || "open"; break;
    case "same":
      if (!event.responses.includes(item.id)) break;
      item.codes = new Set(event.codes);
      item.marks = item.marks.filter((one) => one.kind === "quotable" || item.codes.has(one.code));
      item.state = "coded";
      break;
  }
}

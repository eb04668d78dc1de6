// Where the caret stands in a box, and what is written there. What is written can be undone, where the box is shown.

const HEADING = /^## /gm;

export function write(box, text) {
  box.focus();
  if (document.activeElement === box && document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// A passage of its own. Where it begins.
export function writeApart(box, text, at) {
  const from = box.value.slice(0, at).trimEnd().length;
  const below = box.value.slice(at).trimStart();
  box.setSelectionRange(from, box.value.length - below.length);
  const gap = from ? "\n\n" : "";
  write(box, `${gap}${text}\n${below && "\n"}`);
  const start = from + gap.length;
  box.setSelectionRange(start + text.length, start + text.length);
  return start;
}

// The number of the step of the caret, from 0. Above the first nothing may stand: what is put there goes into it.
export function stepOf(box) {
  const above = box.value.slice(0, box.selectionEnd).match(HEADING) ?? [];
  return Math.max(above.length - 1, 0);
}

export function endOfStep(box, step) {
  const next = [...box.value.matchAll(HEADING)][step + 1];
  return next ? next.index - 1 : box.value.length;
}

// Where the caret is, or the end of the first step when it is above it.
export function place(box) {
  const [first] = box.value.matchAll(HEADING);
  return first && box.selectionEnd >= first.index ? box.selectionEnd : endOfStep(box, 0);
}

// The line of the caret, from 1.
export function lineOf(box) {
  return box.value.slice(0, box.selectionStart).split("\n").length;
}

export function goToLine(box, line) {
  if (!box.offsetParent) box.form.querySelector(`[name=view][value=${box.name}]`).click();
  const from = startOf(box, line);
  box.focus({ preventScroll: true });
  const end = box.value.indexOf("\n", from);
  box.setSelectionRange(from, end < 0 ? box.value.length : end);
  showLine(box, line);
  box.scrollIntoView({ block: "nearest" });
}

export function showLine(box, line) {
  box.scrollTop = heightOf(box, box.value.slice(0, startOf(box, line)));
}

function startOf(box, line) {
  const before = box.value.split("\n").slice(0, line - 1);
  return before.reduce((length, text) => length + text.length + 1, 0);
}

// What a text takes in this box: lines wrap, so that they cannot be counted.
function heightOf(box, text) {
  const copy = document.createElement("div");
  const style = getComputedStyle(box);
  for (const name of ["font", "letterSpacing", "tabSize"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  copy.style.inlineSize = `${box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)}px`;
  copy.textContent = text;
  document.body.append(copy);
  const height = copy.scrollHeight;
  copy.remove();
  return text ? height : 0;
}

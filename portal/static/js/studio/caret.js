// Where the caret stands in a box, and what is written there. What is written can be undone.

export function write(box, text) {
  box.focus();
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// The line of the caret, from 1.
export function lineOf(box) {
  return box.value.slice(0, box.selectionStart).split("\n").length;
}

export function goToLine(box, line) {
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

/* The checklist leads to a line of a text: the box opens there, with the line selected. A save leads back to the caret. */
import { goToLine } from "./caret.js";

const asked = new URLSearchParams(location.search);
const line = Number(asked.get("line"));
const box = document.getElementById(location.hash.slice(1));
const form = document.querySelector("form.editor");
let last = null;

if (line > 0 && box instanceof HTMLTextAreaElement) goToLine(box, line);
else if (asked.has("at")) standAt(...asked.get("at").split("."));

function standAt(name, caret) {
  form.elements[name].setSelectionRange(caret, caret);
  form.elements[name].focus();
}

form.addEventListener("focusin", (event) => {
  if (event.target instanceof HTMLTextAreaElement) last = event.target;
});
form.addEventListener("submit", () => {
  if (last) form.elements.at.value = `${last.name}.${last.selectionEnd}`;
});

// Pictures in the editor: chosen by a button, dropped on a text or pasted into it. What each shows is asked for in both
// languages; then it stands where one was writing, and in the other language at the end of the same step.

import { ask } from "./ask.js";
import { endOfStep, place, stepOf, writeApart } from "./caret.js";

const dialog = document.querySelector("dialog[data-picture]");
const editor = document.querySelector("form.editor");
const form = dialog.querySelector("form");
const told = form.querySelector("[role=alert]");
const boxes = { fr: editor.elements.fr, en: editor.elements.en };
let written = "fr"; // the language of the box where one writes

function open(file) {
  form.reset();
  say("");
  if (file) {
    const chosen = new DataTransfer();
    chosen.items.add(file);
    form.elements.file.files = chosen.files;
  }
  dialog.showModal();
  (file ? form.elements.words_fr : form.elements.file).focus();
}

function say(sentence) {
  told.textContent = sentence;
  told.hidden = !sentence;
}

async function send() {
  const { ok, hasEnded, told: answer } = await ask(form.action, new FormData(form));
  if (ok) return answer;
  const failed = hasEnded ? editor.dataset.refused : dialog.dataset.failed;
  const [field, sentence] = Object.entries(answer.errors ?? {})[0] ?? ["", failed];
  say(sentence);
  form.elements[field]?.focus();
  return null;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = form.querySelector("[type=submit]");
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const shown = await send();
  button.ariaBusy = "false";
  if (!shown) return;
  dialog.close();
  const step = stepOf(boxes[written]);
  const other = written === "fr" ? "en" : "fr";
  writeApart(boxes[other], shown[other], endOfStep(boxes[other], step));
  writeApart(boxes[written], shown[written], place(boxes[written])); // the last is undone first
});

form.querySelector("[data-close]").addEventListener("click", () => dialog.close());
for (const opener of editor.querySelectorAll("[data-add-picture]")) {
  opener.addEventListener("click", () => {
    written = opener.closest("[data-language]").dataset.language;
    open();
  });
}

for (const [language, box] of Object.entries(boxes)) {
  box.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  box.addEventListener("drop", (event) => take(event, event.dataTransfer, language));
  box.addEventListener("paste", (event) => take(event, event.clipboardData, language), { capture: true });
}

// A text that comes with a picture of itself, as from a word processor, is a text.
function take(event, carried, language) {
  const file = [...carried.files].find((one) => one.type.startsWith("image/"));
  if (!file || carried.getData("text/plain")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  written = language;
  open(file);
}

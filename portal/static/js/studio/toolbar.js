// Marks and steps, written at the caret of a box. One stop of the tab key; arrows go from tool to tool.

import { place, write, writeApart } from "./caret.js";

for (const bar of document.querySelectorAll("[data-toolbar]")) {
  const box = document.getElementById(bar.dataset.toolbar);
  const tools = [...bar.querySelectorAll("button")];
  bar.hidden = false;

  const stopAt = (tool) => {
    for (const one of tools) one.tabIndex = one === tool ? 0 : -1;
  };

  bar.addEventListener("focusin", (event) => stopAt(event.target));
  bar.addEventListener("keydown", (event) => {
    const at = tools.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tools.at(to % tools.length).focus();
  });
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest("button");
    if (tool && !("addPicture" in tool.dataset)) use(box, tool.dataset, bar.dataset.words);
  });
}

function use(box, { insert, opens, asks, before }, words) {
  const at = place(box);
  if (insert) return addPassage(box, insert, at);
  if (at !== box.selectionEnd) writeApart(box, "", at);
  if (before) beginLines(box, before);
  else if (asks) link(box, prompt(asks, "https://"), words);
  else mark(box, opens, opens, words);
}

// After the paragraph or the list of the caret; what is to be written over first is selected.
function addPassage(box, passage, at) {
  const from = writeApart(box, passage, (box.value + "\n\n").indexOf("\n\n", at - 1));
  const line = passage.split("\n")[0];
  const title = line.indexOf(": ") + 2;
  if (line.startsWith("## ") && title > 1) box.setSelectionRange(from + title, from + line.length);
}

function beginLines(box, sign) {
  const from = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const to = (box.value + "\n").indexOf("\n", box.selectionEnd);
  box.setSelectionRange(from, to);
  write(box, box.value.slice(from, to).replace(/^/gm, sign));
}

function link(box, address, words) {
  if (address) mark(box, "[", `](${address.trim()})`, words);
}

function mark(box, opens, closes, words) {
  const chosen = box.value.slice(box.selectionStart, box.selectionEnd) || words;
  const from = box.selectionStart;
  write(box, `${opens}${chosen}${closes}`);
  box.setSelectionRange(from + opens.length, from + opens.length + chosen.length);
}

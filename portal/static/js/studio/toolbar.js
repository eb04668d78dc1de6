// Marks and steps, written at the caret of a box. One stop of the tab key; arrows go from tool to tool.

import { write } from "./caret.js";

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
    if (tool) use(box, tool.dataset, bar.dataset.words);
  });
}

function use(box, { insert, opens, closes, before }, words) {
  if (insert) addPassage(box, insert);
  else if (before) beginLines(box, before);
  else mark(box, opens, closes ?? opens, words);
}

// After the line of the caret, as a passage of its own; what is to be written over first is selected.
function addPassage(box, passage) {
  const end = (box.value + "\n").indexOf("\n", box.selectionEnd);
  box.setSelectionRange(end, end);
  const above = box.value.slice(0, end).trimEnd();
  const below = box.value.slice(end);
  const gap = above && !box.value.slice(0, end).endsWith("\n\n") ? (box.value.slice(0, end).endsWith("\n") ? "\n" : "\n\n") : "";
  write(box, `${gap}${passage}${below.trim() && !below.startsWith("\n\n") ? "\n" : ""}`);
  const from = end + gap.length;
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

function mark(box, opens, closes, words) {
  const chosen = box.value.slice(box.selectionStart, box.selectionEnd) || words;
  const from = box.selectionStart;
  write(box, `${opens}${chosen}${closes}`);
  box.setSelectionRange(from + opens.length, from + opens.length + chosen.length);
}

// The readers' own page, and what is to be said of the texts, a moment after each change.

import { goToLine, lineOf, showLine } from "./caret.js";

const PAUSE = 600;

const room = document.querySelector("[data-preview]");
const form = room.closest("form");
const frame = room.querySelector("iframe");
const status = room.querySelector("[data-waits]");
const beside = document.querySelector("[data-beside]");
let timer = 0;
let asked = 0;

const later = (delay) => {
  clearTimeout(timer);
  timer = setTimeout(look, delay);
};

async function look() {
  const mine = ++asked;
  const told = await ask();
  if (mine !== asked) return;
  status.textContent = told ? "" : status.dataset.late;
  if (!told) return;
  show(told.page);
  renew(told.beside);
}

async function ask() {
  try {
    const answer = await fetch(room.dataset.preview, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// Only its content is exchanged: the frame keeps its scroll and does not flicker.
function show(page) {
  const next = new DOMParser().parseFromString(page, "text/html");
  const main = frame.contentDocument?.querySelector("main");
  if (!main) {
    frame.srcdoc = page;
    return;
  }
  frame.contentDocument.documentElement.lang = next.documentElement.lang;
  main.replaceWith(frame.contentDocument.adoptNode(next.querySelector("main")));
}

function renew(html) {
  const open = [...beside.querySelectorAll("details")].map((one) => one.open);
  const next = new DOMParser().parseFromString(html, "text/html");
  beside.replaceChildren(...[...next.body.childNodes].map((node) => document.adoptNode(node)));
  beside.querySelectorAll("details").forEach((one, number) => {
    one.open = open[number] ?? false;
  });
}

// A link within the page goes there; any other would leave the preview.
function stayHere(event) {
  const link = event.target.closest?.("a[href]");
  if (link && !link.getAttribute("href").startsWith("#")) event.preventDefault();
}

// The box of the other language shows the same step.
function align(box) {
  const other = form.elements[box.name === "fr" ? "en" : "fr"];
  const lines = [...beside.querySelectorAll(`.step-rows a[href="#${box.name}"]`)];
  const here = lines.findLast((one) => Number(one.dataset.line) <= lineOf(box));
  const there = here && beside.querySelector(`.step-rows a[href="#${other.name}"][data-key="${here.dataset.key}"]`);
  if (!there || other.dataset.step === here.dataset.key) return;
  other.dataset.step = here.dataset.key;
  showLine(other, Number(there.dataset.line));
}

form.addEventListener("input", (event) => later(event.target.type === "radio" ? 0 : PAUSE));
form.addEventListener("change", (event) => event.target.name === "view" && watch(event.target.value));
room.querySelector("[formtarget=preview]").addEventListener("click", (event) => {
  event.preventDefault(); // sent as a form, it would end the saving by itself
  later(0);
});
frame.addEventListener("load", () => frame.contentDocument?.addEventListener("click", stayHere));
for (const box of form.querySelectorAll("textarea[data-paste]")) {
  for (const name of ["click", "keyup"]) box.addEventListener(name, () => align(box));
}
beside.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  goToLine(document.getElementById(link.hash.slice(1)), Number(link.dataset.line));
});

// Beside one language, its own preview.
function watch(view) {
  if (view === "both") return;
  form.elements.shown.value = view;
  later(0);
}

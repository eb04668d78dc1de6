// The readers' own page, and what is to be said of the texts, a moment after each change.

import { ask } from "./ask.js";
import { goToLine, lineOf, showLine } from "./caret.js";

const PAUSE = 600;

const room = document.querySelector("[data-preview]");
const form = room.closest("form");
const frame = room.querySelector("iframe");
const status = room.querySelector("[data-waits]");
const beside = document.querySelector("[data-beside]");
let timer = 0;
let asked = 0;
let step = ""; // of the caret

const later = (delay) => {
  clearTimeout(timer);
  timer = setTimeout(look, delay);
};

async function look() {
  const mine = ++asked;
  const { ok, hasEnded, told } = await ask(room.dataset.preview, new FormData(form));
  if (mine !== asked) return;
  status.textContent = ok ? "" : hasEnded ? form.dataset.refused : status.dataset.late;
  if (!ok) return;
  show(told.page);
  renew(told.beside);
  follow();
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

// The preview and the box of the other language show the step of the caret.
function follow() {
  const box = document.activeElement;
  if (!box?.matches("[data-paste]")) return;
  const lines = [...beside.querySelectorAll(`.step-rows a[href="#${box.name}"]`)];
  const key = lines.findLast((one) => Number(one.dataset.line) <= lineOf(box))?.dataset.key;
  if (!key || key === step) return;
  step = key;
  const other = form.elements[box.name === "fr" ? "en" : "fr"];
  const there = beside.querySelector(`.step-rows a[href="#${other.name}"][data-key="${key}"]`);
  if (there && other.offsetParent) showLine(other, Number(there.dataset.line));
  const view = frame.contentWindow;
  const shown = frame.contentDocument?.getElementById(key);
  if (shown) view.scrollTo(0, view.scrollY + shown.getBoundingClientRect().top);
}

form.addEventListener("input", (event) => later(event.target.type === "radio" ? 0 : PAUSE));
form.addEventListener("change", (event) => event.target.name === "view" && watch(event.target.value));
room.querySelector("[formtarget=preview]").addEventListener("click", (event) => {
  event.preventDefault(); // sent as a form, it would end the saving by itself
  later(0);
});
frame.addEventListener("load", () => {
  frame.contentDocument?.addEventListener("click", stayHere);
  step = "";
  follow();
});
for (const name of ["click", "keyup"]) form.addEventListener(name, follow);
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

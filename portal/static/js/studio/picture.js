// Pictures in the editor: chosen by a button, dropped on a text or pasted into it. What each shows is asked for in both
// languages; then it stands where one was writing, and in the other language at the end of the same step.

const HEADING = /^## /gm;

const dialog = document.querySelector("dialog[data-picture]");
const editor = document.querySelector("form.editor");
const opener = document.querySelector("[data-add-picture]");
if (dialog && editor && opener) begin();

function begin() {
  const form = dialog.querySelector("form");
  const told = form.querySelector("[role=alert]");
  const boxes = { fr: editor.elements.fr, en: editor.elements.en };
  let written = document.documentElement.lang === "en" ? "en" : "fr";

  const ask = (file) => {
    form.reset();
    say("");
    if (file) {
      const chosen = new DataTransfer();
      chosen.items.add(file);
      form.elements.file.files = chosen.files;
    }
    dialog.showModal();
    (file ? form.elements.words_fr : form.elements.file).focus();
  };

  const say = (sentence) => {
    told.textContent = sentence;
    told.hidden = !sentence;
  };

  async function send() {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const json = (answer.headers.get("Content-Type") ?? "").includes("json");
    const said = json ? await answer.json() : {};
    if (answer.ok && json) return said;
    const [field, sentence] = Object.entries(said.errors ?? {})[0] ?? ["", dialog.dataset.failed];
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
    const shown = await send().catch(() => say(dialog.dataset.failed));
    button.ariaBusy = "false";
    if (!shown) return;
    dialog.close();
    const step = stepAt(boxes[written]);
    for (const [language, box] of Object.entries(boxes)) {
      const isHere = language === written && step >= 0;
      put(box, shown[language], isHere ? box.selectionEnd : endOf(Math.max(step, 0), box.value));
    }
    boxes[written].focus();
  });

  form.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  opener.addEventListener("click", () => ask());
  opener.hidden = false;

  for (const [language, box] of Object.entries(boxes)) {
    box.addEventListener("focus", () => (written = language));
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
    ask(file);
  }
}

// The number of the step in which the caret stands, from 0; -1 before the first, where no picture can be.
function stepAt(box) {
  return (box.value.slice(0, box.selectionEnd).match(HEADING) ?? []).length - 1;
}

function endOf(step, text) {
  const headings = [...text.matchAll(HEADING)];
  return headings[step + 1]?.index ?? text.length;
}

// A paragraph of its own; the form then saves itself as after typing.
function put(box, markdown, at) {
  const before = box.value.slice(0, at);
  const after = box.value.slice(at);
  const start = before.trimEnd();
  const end = after.trimStart();
  const text = `${start ? `${start}\n\n` : ""}${markdown}\n${end ? `\n${end}` : ""}`;
  const caret = text.length - (end ? end.length + 1 : 0);
  box.value = text;
  box.setSelectionRange(caret, caret);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

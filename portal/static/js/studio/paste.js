// What comes from a word processor or a web page is pasted as Markdown, which the server makes of it.

import { ask } from "./ask.js";
import { write } from "./caret.js";

const STRUCTURE = /<(h[1-6]|p|ul|ol|li|a|b|strong|i|em|table|blockquote)\b/i;
const CODE = /white-space:\s*pre/i; // out of an editor of code: what is written there is meant as it stands

for (const box of document.querySelectorAll("textarea[data-paste]")) {
  box.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (event.clipboardData.files.length || !STRUCTURE.test(html) || CODE.test(html)) return;
    event.preventDefault();
    const markdown = await asMarkdown(box, html);
    write(box, markdown ? apart(box, markdown) : plain);
  });
}

// Several paragraphs do not go on with the line of the caret.
function apart(box, markdown) {
  const above = box.value.slice(0, box.selectionStart);
  return markdown.includes("\n") && above && !above.endsWith("\n") ? `\n\n${markdown}` : markdown;
}

async function asMarkdown(box, html) {
  const body = new FormData();
  body.set("csrf_token", box.form.elements.csrf_token.value);
  body.set("language", box.name);
  body.set("html", html);
  const { ok, told } = await ask(box.dataset.paste, body);
  return ok ? told.markdown : "";
}

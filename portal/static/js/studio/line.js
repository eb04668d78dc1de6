/* The checklist leads to a line of a text: the box opens there, with the line selected. */
import { goToLine } from "./caret.js";

const line = Number(new URLSearchParams(location.search).get("line"));
const box = document.getElementById(location.hash.slice(1));

if (line > 0 && box instanceof HTMLTextAreaElement) goToLine(box, line);

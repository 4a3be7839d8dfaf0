/** Says beside a field what is wrong with it before a form is sent, in the words and the language of the page; focus goes to the first
 *  wrong field. The server says the same to browsers without a script. A form that came back with errors gets its focus here, too. */
import { icon, onContent } from "./dom";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What the page has to say about it; the browser's own words only where the page has none. */
function problem(field: Field): string {
  const { valueMissing, typeMismatch, tooShort } = field.validity;
  const own = valueMissing ? field.dataset["missing"] : typeMismatch ? field.dataset["mismatch"] : tooShort ? field.dataset["short"] : "";
  return own || field.validationMessage;
}

function say(field: Field, box: Element): void {
  hush(field, box);
  const line = document.createElement("span");
  line.className = "bad";
  line.id = `${field.id}-error`;
  line.dataset["said"] = "";
  const text = document.createElement("span");
  text.textContent = problem(field);
  line.append(icon("circle-alert", "i s"), text);
  box.append(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", line.id);
}

function hush(field: Field, box: Element): void {
  box.querySelectorAll(":scope > .bad").forEach((line) => line.remove());
  field.removeAttribute("aria-invalid");
  if (document.getElementById(`${field.id}-help`)) field.setAttribute("aria-describedby", `${field.id}-help`);
  else field.removeAttribute("aria-describedby");
}

let isTold = false;

document.addEventListener("invalid", (event) => {
  const field = event.target as Field;
  const box = field.closest(".field");
  if (!box) return; // A field without room for words, as in a search: the browser says it.
  event.preventDefault();
  say(field, box);
  if (isTold) return;
  isTold = true;
  field.focus();
  setTimeout(() => { isTold = false; }); // After the others of the same press; a microtask would come between them.
}, true);

/** What was wrong is not said of another value; of ours only when it fits, as that is checked here while it is typed. */
function changed(event: Event): void {
  const field = event.target as Field;
  const box = field.closest?.(".field");
  if (!box || !field.validity || !box.querySelector(":scope > .bad")) return;
  if (!box.querySelector(":scope > [data-said]") || field.validity.valid) hush(field, box);
}
document.addEventListener("input", changed);
document.addEventListener("change", changed);

/** The server marks what does not fit with autofocus, which a browser follows only when a page loads, not when a part is put in. */
onContent(() => {
  const wrong = document.querySelector<HTMLElement>("[aria-invalid][autofocus]");
  if (!wrong) return;
  const dialog = wrong.closest("dialog");
  if (dialog && !dialog.matches(":modal")) {
    dialog.close();
    dialog.showModal();
  }
  wrong.removeAttribute("autofocus");
  wrong.focus();
});

/** What was wrong with the whole of a form stands where a long page may be scrolled away from. */
const seen = new WeakSet<Element>();
onContent(() => {
  const told = document.querySelector(".page .alert[role=alert]");
  if (!told || seen.has(told)) return;
  seen.add(told);
  const { top, bottom } = told.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) told.scrollIntoView({ block: "center" });
});

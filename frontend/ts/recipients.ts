/**
 * Who gets the reply that is being written: a name that is pressed is left out of this one, and somebody can be added for this one only. The
 * line is drawn anew when others change who takes part; what was chosen here stays until the reply is sent.
 */
import { onContent } from "./dom";

const out = new Set<string>();
const once = new Map<string, string>();
let ticket = "";

const line = (): HTMLElement | null => document.getElementById("composer-to");

function addChip(at: HTMLElement, email: string, name: string): void {
  if ([...at.querySelectorAll<HTMLInputElement>('input[name="once"]')].some((one) => one.value === email)) return;
  const chip = document.createElement("label");
  chip.className = "chip pick once";
  chip.title = email;
  const field = document.createElement("input");
  Object.assign(field, { type: "checkbox", name: "once", value: email, checked: true, className: "hide" });
  const text = document.createElement("span");
  text.className = "cut";
  text.textContent = name || email;
  chip.append(field, text);
  at.querySelector(":scope > button")?.before(chip);
}

/** Shows what was chosen in a line that was just drawn. */
function apply(): void {
  const at = line();
  const now = at?.closest<HTMLElement>("ticket-composer")?.dataset["draft"] ?? "";
  if (now !== ticket) {
    ticket = now;
    out.clear();
    once.clear();
  }
  if (!at) return;
  for (const field of at.querySelectorAll<HTMLInputElement>('input[name="leave_out"]')) {
    if (field.defaultChecked) out.add(field.value);
    field.checked = out.has(field.value);
  }
  for (const [email, name] of once) addChip(at, email, name);
}

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.closest("#composer-to")) return;
  if (target.name === "leave_out") {
    if (target.checked) out.add(target.value);
    else out.delete(target.value);
  } else if (target.name === "once" && !target.checked) {
    once.delete(target.value);
    target.closest("label")?.remove();
  }
});

document.addEventListener("click", ({ target }) => {
  const button = (target as Element).closest<HTMLButtonElement>("[data-once]");
  const form = button?.form;
  const field = form?.querySelector<HTMLInputElement>('input[name="email"]');
  const at = line();
  if (!form || !field || !at) return;
  if (!/^[^@\s]+@[^@\s]+$/.test(field.value.trim())) {
    form.reportValidity();
    return field.focus();
  }
  const name = form.querySelector<HTMLInputElement>('input[name="name"]')?.value ?? "";
  once.set(field.value.trim(), name);
  addChip(at, field.value.trim(), name);
  form.closest<HTMLElement>("[popover]")?.hidePopover();
  document.querySelector<HTMLElement>("ticket-composer textarea")?.focus();
});

document.addEventListener("moondesk:sent", () => {
  out.clear();
  once.clear();
});
onContent(apply);

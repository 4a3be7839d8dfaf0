/**
 * A macro chosen by its name in the palette sends what its menu would: about the ticket that is open the desk's form, else the bar of what is chosen.
 * A row that only has the focus is chosen for it.
 */
import htmx from "htmx.org";
import { focusedRow } from "./keys";
import { chooseFor } from "./rowkeys";
import { selection } from "./selection";
import { undoForm } from "./undo";

function formFor(address: string, values: Record<string, string>): HTMLFormElement {
  const form = undoForm(address, "");
  form.hidden = true;
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  return form;
}

function onChosen(macro: string): void {
  const like = document.querySelector<HTMLFormElement>("#bulk form");
  if (!like) return;
  const form = formFor(like.action, { do: "macro", macro });
  like.after(form);
  form.requestSubmit(); // bulk.ts reads it at once
  form.remove();
}

function onOpen(macro: string, address: string): void {
  const form = formFor(address, { macro });
  document.body.append(form);
  form.addEventListener("htmx:finally:request", () => form.remove());
  htmx.process(form);
  form.requestSubmit();
}

export function runMacro(macro: string, address: string): void {
  if (address) return onOpen(macro, address);
  if (selection().count) return onChosen(macro);
  const row = focusedRow();
  if (row) chooseFor(row, () => onChosen(macro));
}

/** The files of a form that wait to be sent: each a row with its name, its size and a button to remove it. */
import { icon } from "./dom";

export interface Chip {
  id: string;
  name: string;
  size: string;
}

/** Said by a form's files when one came or went. */
export const changed = "moondesk:files";

/** A row of the list; `between` stands before the button. */
export function row(name: string, remove: string, ...between: Element[]): HTMLLIElement {
  const line = Object.assign(document.createElement("li"), { className: "upload" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ib" });
  button.dataset["dropFile"] = "";
  button.setAttribute("aria-label", remove);
  button.append(icon("x", "i s"));
  line.append(icon("paperclip", "i s"), Object.assign(document.createElement("span"), { className: "cut", textContent: name }), ...between, button);
  return line;
}

/** The size of a file, or what is wrong with it. */
export function remark(text = ""): HTMLSpanElement {
  return Object.assign(document.createElement("span"), { className: "mute num", textContent: text });
}

export function named(id: string): HTMLInputElement {
  return Object.assign(document.createElement("input"), { type: "hidden", name: "file_id", value: id });
}

/** The ids of the files that are there. */
export function ids(part: Element): string[] {
  return [...part.querySelectorAll<HTMLInputElement>("input[name=file_id]")].map((one) => one.value);
}

/** Puts those files into the list that are not there yet. */
export function put(part: Element, chips: Chip[]): void {
  const uploads = part.querySelector<HTMLElement>("file-uploads");
  const there = ids(part);
  for (const { id, name, size } of chips) {
    if (!uploads || there.includes(id)) continue;
    const line = row(name, (uploads.dataset["remove"] ?? "").replace("{name}", name), remark(size));
    line.append(named(id));
    uploads.querySelector("ul")?.append(line);
  }
}

/** Shortcuts. One table: it binds the keys and writes the sheet behind "?". They never fire while somebody types, and can be switched off. */
import type { TicketComposer } from "./composer";
import { isTyping, setCookie, storage } from "./dom";
import { showNews } from "./news";
import type { CommandPalette } from "./palette";
import { clearSelection, pickPage, pickRow } from "./selection";

interface Shortcut {
  keys: string;
  name: string;
  group: "everywhere" | "list" | "ticket";
  run?: () => void;
}

const composer = (): TicketComposer | null => document.querySelector<TicketComposer>("ticket-composer");
const palette = (): CommandPalette | null => document.querySelector<CommandPalette>("command-palette");

/** Presses the part of the page that carries data-key: a button, a link, the button of a menu. */
function press(key: string): void {
  const chosen = document.querySelector<HTMLElement>(`#bulk [data-key="${CSS.escape(key)}"]`);
  if (chosen) return chosen.click(); // While tickets are chosen, a key is about them.
  const part = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.checkVisibility());
  part?.focus();
  part?.click();
}

/** The rows, and the one that the keyboard is at: it, its box or its menu has the focus, or its ticket is open. */
function place(): { rows: HTMLElement[]; at: number } {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const held = rows.findIndex((row) => (row.closest(".row-box") ?? row).contains(document.activeElement));
  return { rows, at: held >= 0 ? held : rows.findIndex((row) => row.hasAttribute("aria-current")) };
}

function step(by: 1 | -1): void {
  const { rows, at } = place();
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  const link = row?.matches("a") ? row : row?.querySelector<HTMLElement>("a");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function find(): void {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (field) field.focus();
  else palette()?.open();
}

export const shortcuts: Shortcut[] = [
  { keys: "Ctrl K", name: "palette", group: "everywhere" },
  { keys: "/", name: "search", group: "everywhere", run: find },
  { keys: "c", name: "new", group: "everywhere", run: () => press("c") },
  { keys: "g", name: "go", group: "everywhere" },
  { keys: "?", name: "sheet", group: "everywhere", run: () => document.querySelector<HTMLDialogElement>("#shortcuts")?.showModal() },
  { keys: "j", name: "down", group: "list", run: () => step(1) },
  { keys: "k", name: "up", group: "list", run: () => step(-1) },
  { keys: "Enter", name: "open", group: "list" },
  { keys: "x", name: "pick", group: "list", run: () => pickRow(place().rows[Math.max(0, place().at)]) },
  { keys: "X", name: "pickAll", group: "list", run: pickPage },
  { keys: "f", name: "filter", group: "list", run: () => press("f") },
  { keys: "l", name: "tag", group: "list", run: () => press("l") },
  { keys: ".", name: "news", group: "list", run: () => void showNews() },
  { keys: "r", name: "reply", group: "ticket", run: () => composer()?.open("reply") },
  { keys: "n", name: "note", group: "ticket", run: () => composer()?.open("note") },
  { keys: "Ctrl Enter", name: "send", group: "ticket" },
  { keys: "Esc", name: "leave", group: "ticket" },
  { keys: "a", name: "assign", group: "ticket", run: () => press("a") },
  { keys: "i", name: "me", group: "ticket", run: () => press("i") },
  { keys: "s", name: "status", group: "ticket", run: () => press("s") },
  { keys: "p", name: "priority", group: "ticket", run: () => press("p") },
  { keys: "m", name: "macro", group: "ticket", run: () => press("m") },
  { keys: "t", name: "timer", group: "ticket", run: () => press("t") },
  { keys: "z", name: "snooze", group: "ticket", run: () => press("z") },
  { keys: "v", name: "watch", group: "ticket", run: () => press("v") },
  { keys: "e", name: "resolve", group: "ticket", run: () => press("e") },
];
const single = new Map(shortcuts.flatMap((one) => (one.run ? [[one.keys, one.run] as const] : [])));

let going = 0;

function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    if (!palette() || event.defaultPrevented) return;
    event.preventDefault();
    palette()?.open();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (storage.get("moondesk:shortcuts") === "off" || document.querySelector("dialog[open], [popover][role=menu]:popover-open")) return;
  if (Date.now() - going < 1200) {
    going = 0;
    const link = document.querySelector<HTMLElement>(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) event.preventDefault();
    link?.click();
    return;
  }
  if (event.key === "g") going = Date.now();
  if (event.key === "Escape" && clearSelection()) return event.preventDefault();
  const run = single.get(event.key);
  if (!run) return;
  event.preventDefault();
  run();
}

/** Fills the sheet: the table above, and one line for each place of the rail that a letter goes to. */
class ShortcutSheet extends HTMLElement {
  connectedCallback(): void {
    const words = JSON.parse(this.dataset["words"] ?? "{}") as Record<string, string>;
    const places = [...document.querySelectorAll<HTMLElement>("[data-go]")];
    for (const group of ["everywhere", "list", "ticket"] as const) {
      const lines = shortcuts.filter((one) => one.group === group && one.keys !== "g").map((one) => [words[one.name] ?? one.name, one.keys] as const);
      const more = group === "everywhere" ? places.map((place) => [place.title, `g ${place.dataset["go"]}`] as const) : [];
      this.append(this.#block(words[group] ?? group, [...lines, ...more]));
    }
  }

  #block(title: string, lines: (readonly [string, string])[]): HTMLElement {
    const block = document.createElement("section");
    const heading = document.createElement("h3");
    heading.textContent = title;
    const list = document.createElement("dl");
    for (const [name, keys] of lines) {
      const term = document.createElement("dt");
      term.textContent = name;
      const value = document.createElement("dd");
      for (const key of keys.split(" ")) {
        const cap = document.createElement("kbd");
        cap.textContent = key.length === 1 ? key.toUpperCase() : key.replace("Enter", "↵");
        value.append(cap);
      }
      list.append(term, value);
    }
    block.append(heading, list);
    return block;
  }
}

customElements.define("shortcut-sheet", ShortcutSheet);
document.addEventListener("keydown", onKey);
document.addEventListener("moondesk:press", (event) => single.get((event as CustomEvent<string>).detail)?.());
document.addEventListener("change", (event) => {
  const box = event.target as HTMLInputElement;
  if (!box.matches("[data-shortcuts-switch]")) return;
  storage.set("moondesk:shortcuts", box.checked ? null : "off");
  setCookie("moondesk_shortcuts", box.checked ? "on" : "off");
});
for (const box of document.querySelectorAll<HTMLInputElement>("[data-shortcuts-switch]")) box.checked = storage.get("moondesk:shortcuts") !== "off";

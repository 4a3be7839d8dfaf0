/** The one table of shortcuts: keyboard.ts binds the keys by it, sheet.ts writes the sheet behind "?" from it. */
import type { TicketComposer } from "./composer";
import { showNews } from "./news";
import type { CommandPalette } from "./palette";
import { pressRow } from "./rowkeys";
import { pickPage, pickRow } from "./selection";

export const groups = ["everywhere", "list", "board", "ticket"] as const;
interface Shortcut {
  keys: string;
  name: string;
  group: (typeof groups)[number];
  /** Nothing where a part of the page listens itself: a field, a link, a card. */
  run?: () => void;
}

const composer = (): TicketComposer | null => document.querySelector<TicketComposer>("ticket-composer");
export const palette = (): CommandPalette | null => document.querySelector<CommandPalette>("command-palette");

/** The part of the page that carries data-key; one in a drawer or a folded section is opened up first. */
function partOf(key: string): HTMLElement | undefined {
  const parts = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)];
  const seen = parts.find((one) => one.checkVisibility());
  const part = seen ?? parts.find((one) => one.closest("#context"));
  if (part && !seen) {
    for (const fold of ["details", "[popover]"]) {
      const around = part.closest<HTMLElement>(fold);
      if (around instanceof HTMLDetailsElement) around.open = true;
      else if (around && !around.matches(":popover-open")) around.showPopover();
    }
  }
  return part;
}

/** Presses what the key is about: what is chosen, else the ticket that is open, else the row that has the focus. */
function press(key: string): void {
  const chosen = document.querySelector<HTMLElement>(`#bulk [data-key="${CSS.escape(key)}"]`);
  if (chosen) return chosen.click();
  const part = partOf(key);
  if (!part) return pressRow(place().row, key);
  part.focus();
  part.click();
}

let last = 0;

/** The rows, and the one that the keyboard is at: it, its box or its menu has the focus, or its ticket is open. */
function place(): { rows: HTMLElement[]; at: number; row: HTMLElement | undefined } {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const held = rows.findIndex((row) => (row.closest(".row-box") ?? row).contains(document.activeElement));
  const at = held >= 0 ? held : rows.findIndex((row) => row.hasAttribute("aria-current"));
  if (at >= 0) last = at;
  return { rows, at, row: rows[at] };
}

/** The row that the keyboard is at. */
export const focusedRow = (): HTMLElement | undefined => place().row;

/** Where the row was that is gone, its neighbour is now. */
function step(by: 1 | -1): void {
  const { rows, at } = place();
  const to = at >= 0 ? at + by : last;
  const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
  const link = row?.matches("a") ? row : row?.querySelector<HTMLElement>("a");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
  place();
}

/** Chooses the row that the keyboard is at and the one that it goes to. */
function widen(by: 1 | -1): void {
  pickRow(place().row, true);
  step(by);
  pickRow(place().row, true);
}

function find(): void {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (field) field.focus();
  else palette()?.open();
}

export const shortcuts: Shortcut[] = [
  { keys: "Ctrl K", name: "palette", group: "everywhere", run: () => palette()?.open() },
  { keys: "/", name: "search", group: "everywhere", run: find },
  { keys: "c", name: "new", group: "everywhere", run: () => press("c") },
  { keys: "C", name: "call", group: "everywhere", run: () => press("C") },
  { keys: "g", name: "go", group: "everywhere" },
  { keys: "?", name: "sheet", group: "everywhere", run: () => document.querySelector<HTMLDialogElement>("#shortcuts")?.showModal() },
  { keys: "j", name: "down", group: "list", run: () => step(1) },
  { keys: "k", name: "up", group: "list", run: () => step(-1) },
  { keys: "Enter", name: "open", group: "list" },
  { keys: "x", name: "pick", group: "list", run: () => pickRow(place().row ?? place().rows[0]) },
  { keys: "J", name: "pickDown", group: "list", run: () => widen(1) },
  { keys: "K", name: "pickUp", group: "list", run: () => widen(-1) },
  { keys: "X", name: "pickAll", group: "list", run: pickPage },
  { keys: "Esc", name: "pickNone", group: "list" },
  { keys: "f", name: "filter", group: "list", run: () => press("f") },
  { keys: ".", name: "news", group: "list", run: () => void showNews() },
  { keys: "← ↑ ↓ →", name: "walk", group: "board" },
  { keys: "Shift →", name: "carry", group: "board" },
  { keys: "r", name: "reply", group: "ticket", run: () => composer()?.open("reply") },
  { keys: "n", name: "note", group: "ticket", run: () => composer()?.open("note") },
  { keys: "Ctrl Enter", name: "send", group: "ticket" },
  { keys: "Esc", name: "leave", group: "ticket" },
  { keys: "a", name: "assign", group: "ticket", run: () => press("a") },
  { keys: "i", name: "me", group: "ticket", run: () => press("i") },
  { keys: "s", name: "status", group: "ticket", run: () => press("s") },
  { keys: "p", name: "priority", group: "ticket", run: () => press("p") },
  { keys: "l", name: "tag", group: "ticket", run: () => press("l") },
  { keys: "m", name: "macro", group: "ticket", run: () => press("m") },
  { keys: "t", name: "timer", group: "ticket", run: () => press("t") },
  { keys: "z", name: "snooze", group: "ticket", run: () => press("z") },
  { keys: "v", name: "watch", group: "ticket", run: () => press("v") },
  { keys: "e", name: "resolve", group: "ticket", run: () => press("e") },
];

/**
 * A list that changes while it is looked at. Rows never move under the pointer: what moves waits until it is gone. New rows that are out of
 * sight, or wait, are counted in a mark in the head of the list; pressing it, or ".", shows them. New is what was not here and changed since
 * the list was last shown whole, so a row that only moves up from the next page is not.
 */
import { ask, put } from "./morph";
import { onContent } from "./dom";

const fresh = new Set<string>();
const slack = 2_000; // between the clock of one change and its end
let list = "";
let since = 0;
let waiting: string | null = null;

const rows = (root: ParentNode): HTMLElement[] => [...root.querySelectorAll<HTMLElement>("[data-row][id]")];
const current = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-live-list]");

/** Another list, or another filter of it, begins anew. */
function begin(): void {
  const part = current();
  const name = part?.dataset["liveSrc"]?.replace(/[?&](current|deep)=[^&]*/g, "") ?? "";
  if (name !== list) {
    list = name;
    since = Number(part?.dataset["drawn"] ?? 0);
    fresh.clear();
    waiting = null;
  }
  tell();
}

function isSeen(row: HTMLElement, part: HTMLElement): boolean {
  const at = row.getBoundingClientRect();
  const frame = part.getBoundingClientRect();
  return at.height > 0 && at.top >= frame.top - 4 && at.bottom <= frame.bottom + 4;
}

function tell(): void {
  const part = current();
  const mark = document.querySelector<HTMLElement>(".news");
  if (!part || !mark) return;
  for (const id of fresh) {
    const row = document.getElementById(id);
    if (row ? isSeen(row, part) : waiting === null) fresh.delete(id);
  }
  const words = fresh.size === 1 ? mark.dataset["newsOne"] : mark.dataset["newsMany"]?.replace("{count}", String(fresh.size));
  if (!fresh.size) mark.replaceChildren();
  else if (mark.dataset["said"] !== String(fresh.size) || !mark.firstChild) mark.replaceChildren(button(words ?? "", mark.dataset["newsTitle"] ?? ""));
  mark.dataset["said"] = String(fresh.size);
}

function button(words: string, title: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "chip on";
  made.title = title;
  const key = document.createElement("kbd");
  key.textContent = ".";
  made.append(words, key);
  made.addEventListener("click", () => void showNews());
  return made;
}

/** A board waits only while a card of it is moved: one always points at it. */
function isPointedAt(part: HTMLElement): boolean {
  if (part.matches(".board")) return part.matches(".moving");
  return matchMedia("(hover: hover)").matches && part.matches(":hover");
}

export async function refreshList(part: HTMLElement): Promise<void> {
  const text = await ask(part);
  if (text === null) return;
  begin();
  const answer = new DOMParser().parseFromString(text, "text/html");
  const known = new Set(rows(part).map((row) => row.id));
  const now = rows(answer);
  for (const row of now) if (!known.has(row.id) && Number(row.dataset["changed"] ?? 0) > since - slack) fresh.add(row.id);
  const here = new Set(now.map((row) => row.id));
  for (const id of fresh) if (!here.has(id)) fresh.delete(id);
  const moves = now.map((row) => row.id).join() !== [...known].join();
  if ((moves || part.matches(".moving")) && isPointedAt(part)) waiting = text;
  else {
    waiting = null;
    await put(part, text);
  }
  tell();
}

/** What waited is not wanted any more: the answer to a change brings the truth. */
export function forget(): void {
  waiting = null;
}

export async function settle(): Promise<void> {
  const part = current();
  if (!part || waiting === null) return;
  const text = waiting;
  waiting = null;
  await put(part, text);
  tell();
}

/** Brings the first new row into sight and gives it the focus. */
export async function showNews(): Promise<void> {
  const wanted = [...fresh];
  await settle();
  const part = current();
  const row = part && rows(part).find((one) => wanted.includes(one.id));
  if (!part || !row) return;
  since = Number(part.dataset["drawn"] ?? since);
  fresh.clear();
  row.scrollIntoView({ block: "nearest" });
  (row.matches("a") ? row : row.querySelector<HTMLElement>("a"))?.focus({ preventScroll: true });
  tell();
}

onContent(begin);
document.addEventListener("scroll", () => fresh.size && tell(), { capture: true, passive: true });
document.addEventListener("pointerout", (event) => {
  const part = current();
  if (waiting !== null && part && !part.matches(".moving") && !part.contains(event.relatedTarget as Node | null)) void settle();
});

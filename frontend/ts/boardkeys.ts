/**
 * A board by keys. Arrow keys walk from card to card. Shift and an arrow take a card; then arrows choose where it goes, Enter puts it there
 * and Escape leaves it. Each step is said aloud.
 */
import { aim, board, cellOf, cells, isOpen, lift, lower, put } from "./board";

let held: HTMLElement | null = null;
let target: HTMLElement | null = null;

function say(word: string, values: Record<string, string>): void {
  const words = JSON.parse(board()?.dataset["words"] ?? "{}") as Record<string, string>;
  const said = document.getElementById("board-said");
  if (said) said.textContent = (words[word] ?? "").replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? "");
}

const column = (cell: HTMLElement): string => cell.dataset["cell"] ?? "";
const lane = (cell: HTMLElement): string => cell.dataset["lane"] ?? "";

/** The cells in a direction, nearest first. */
function beyond(cell: HTMLElement, key: string): HTMLElement[] {
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const row = cells().filter((one) => (across ? lane(one) === lane(cell) : column(one) === column(cell)));
  const at = row.indexOf(cell);
  return key === "ArrowLeft" || key === "ArrowUp" ? row.slice(0, at).reverse() : row.slice(at + 1);
}

function choose(card: HTMLElement, key: string): void {
  const start = target ?? cellOf(card);
  const next = start && beyond(start, key).find((cell) => cell === cellOf(card) || isOpen(card, cell));
  if (!next) return;
  target = next;
  aim(next);
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  say("at", { place: next.dataset["place"] ?? "" });
}

function take(card: HTMLElement, key: string): void {
  const number = card.dataset["number"] ?? "";
  if (!cells().some((cell) => cell !== cellOf(card) && isOpen(card, cell))) return say("stuck", { number });
  held = card;
  target = null;
  lift(card);
  say("taken", { number });
  const first = target;
  choose(card, key);
  if (target === first) aim(cellOf(card));
}

function release(isPut: boolean): void {
  const [card, cell] = [held, target];
  held = target = null;
  if (!card) return;
  const number = card.dataset["number"] ?? "";
  const goes = isPut && cell && cell !== cellOf(card);
  say(goes ? "put" : "left", { number, place: cell?.dataset["place"] ?? "" });
  if (goes) put(card, cell, true);
  else lower(card, false);
}

function walk(card: HTMLElement, key: string): void {
  const cell = cellOf(card);
  if (!cell) return;
  const here = [...cell.querySelectorAll<HTMLElement>(".card")];
  const step = key === "ArrowUp" ? -1 : 1;
  const beside = (): HTMLElement | undefined => {
    for (const other of beyond(cell, key)) {
      const found = [...other.querySelectorAll<HTMLElement>(".card")];
      if (found.length) return key === "ArrowUp" ? found.at(-1) : found[Math.min(found.length - 1, key === "ArrowDown" ? 0 : here.indexOf(card))];
    }
    return undefined;
  };
  const next = (key === "ArrowUp" || key === "ArrowDown" ? here[here.indexOf(card) + step] : undefined) ?? beside();
  next?.querySelector<HTMLElement>("a.sub")?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>(".board .card") : null;
  if (!card || event.ctrlKey || event.metaKey || event.altKey || !(event.target as Element).matches("a.sub")) return;
  const arrow = event.key.startsWith("Arrow");
  if (held && event.key === "Enter") release(true);
  else if (held && event.key === "Escape") release(false);
  else if (held && arrow) choose(held, event.key);
  else if (arrow && event.shiftKey) take(card, event.key);
  else if (arrow) walk(card, event.key);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
document.addEventListener("focusout", (event) => {
  if (held && event.relatedTarget && !held.contains(event.relatedTarget as Node)) release(false);
});

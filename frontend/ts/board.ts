/**
 * A board: cards are dragged, or moved by keys (boardkeys.ts), to another status or lane. Only cells that the workflow opens take one. A card
 * goes there at once; when the server says no, it goes back. While one is moved, what others do waits.
 */
import htmx from "htmx.org";
import { onContent } from "./dom";
import { forget, settle } from "./news";

interface Sent {
  card: HTMLElement;
  from: HTMLElement;
  before: Element | null;
  keys: boolean;
}
const sent = new Map<Element, Sent>();
let dragged: HTMLElement | null = null;

export const board = (): HTMLElement | null => document.querySelector<HTMLElement>(".board[data-moves]");
export const cells = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".board [data-cell]")];
export const cellOf = (part: Element | null): HTMLElement | null => part?.closest<HTMLElement>("[data-cell]") ?? null;

export function isOpen(card: HTMLElement, cell: HTMLElement): boolean {
  const moves = JSON.parse(board()?.dataset["moves"] ?? "{}") as Record<string, string[]>;
  const status = card.dataset["status"] ?? "";
  return (moves[status] ?? []).includes(cell.dataset["cell"] ?? "");
}

/** Shows where a card may go. */
export function lift(card: HTMLElement): void {
  board()?.classList.add("moving");
  card.classList.add("lift");
  for (const cell of cells()) cell.classList.toggle("shut", !isOpen(card, cell));
}

export function aim(target: HTMLElement | null): void {
  for (const cell of cells()) cell.classList.toggle("over", cell === target);
}

export function lower(card: HTMLElement, isPut: boolean): void {
  board()?.classList.remove("moving");
  card.classList.remove("lift");
  for (const cell of cells()) cell.classList.remove("over", "shut");
  if (isPut) forget();
  else void settle();
}

/** Puts a card into a cell and asks the server to. */
export function put(card: HTMLElement, cell: HTMLElement, keys: boolean): void {
  const from = cellOf(card);
  const blank = document.querySelector<HTMLFormElement>("#board-form");
  if (!from || !blank || from === cell) return lower(card, false);
  lower(card, true);
  const form = blank.cloneNode(true) as HTMLFormElement;
  form.removeAttribute("id");
  form.action = card.dataset["move"] ?? "";
  const lane = board()?.dataset["lanes"];
  const values: Record<string, string> = { version: card.dataset["version"] ?? "", status: cell.dataset["cell"] ?? "" };
  if (lane && cell.dataset["lane"] !== from.dataset["lane"]) values[lane] = cell.dataset["lane"] ?? "";
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  blank.after(form);
  sent.set(form, { card, from, before: card.nextElementSibling, keys });
  cell.prepend(card);
  card.classList.add("sending");
  htmx.process(form);
  form.requestSubmit();
}

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { sourceElement?: Element; response?: { status: number } } }>).detail;
  const move = ctx.sourceElement && sent.get(ctx.sourceElement);
  if (!move || !ctx.sourceElement) return;
  sent.delete(ctx.sourceElement);
  ctx.sourceElement.remove();
  const { card, from, before, keys } = move;
  card.classList.remove("sending");
  if ((!ctx.response || ctx.response.status >= 400) && card.isConnected && from.isConnected) from.insertBefore(card, before?.parentElement === from ? before : null);
  if (keys && (!document.activeElement || document.activeElement === document.body)) document.getElementById(card.id)?.querySelector<HTMLElement>("a.sub")?.focus();
});

document.addEventListener("dragstart", (event) => {
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>(".board .card") : null;
  if (!card || !board()) return;
  dragged = card;
  event.dataTransfer?.setData("text/plain", card.dataset["number"] ?? "");
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  // The picture that follows the pointer is taken first.
  setTimeout(() => dragged && lift(dragged));
});
document.addEventListener("dragover", (event) => {
  if (!dragged) return;
  const cell = event.target instanceof Element ? cellOf(event.target) : null;
  const takes = cell && cell !== cellOf(dragged) && isOpen(dragged, cell) ? cell : null;
  aim(takes);
  if (takes) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const cell = event.target instanceof Element ? cellOf(event.target) : null;
  const card = dragged;
  if (!card || !cell || !isOpen(card, cell)) return;
  event.preventDefault();
  dragged = null;
  put(card, cell, false);
});
document.addEventListener("dragend", () => {
  if (dragged) lower(dragged, false);
  dragged = null;
});

/** A cell that shows more than its first cards keeps them when the board is drawn anew. */
onContent(() => {
  const part = board();
  if (!part) return;
  const address = new URL(part.dataset["liveSrc"] ?? "", location.href);
  const first = Number(part.dataset["first"]);
  const name = (cell: HTMLElement): string => [cell.dataset["cell"], ...(part.dataset["lanes"] ? [cell.dataset["lane"]] : [])].join("@");
  const deep = cells().map((cell) => [name(cell), cell.querySelectorAll(".card").length] as const).filter(([, count]) => count > first);
  if (deep.length) address.searchParams.set("deep", deep.map((one) => one.join(":")).join(","));
  else address.searchParams.delete("deep");
  const wanted = address.pathname + address.search;
  if (wanted !== part.dataset["liveSrc"]) part.dataset["liveSrc"] = wanted;
});

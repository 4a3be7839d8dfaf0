/**
 * Choosing tickets of a list: by the box of a row (data-pick), by "x", a range with Shift, all of the page, or all that the list asks for. What is
 * chosen outlives new rows, other pages and reloads, and goes when another question is asked. While something is chosen, the bar with what can be
 * done is below the list; the server draws it (templates/desk/bulk_bar.html).
 */
import htmx from "htmx.org";
import { questionOf, recall, store } from "./chosen";
import { onContent } from "./dom";

let question = "";
let chosen = new Set<string>();
let all = false;
let last: string | null = null;
let bar: HTMLElement | null = null;
let asked = "";

const list = (): HTMLElement | null => document.querySelector<HTMLElement>("#rows[data-live-list]");
const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("#rows [data-pick]")];
const idOf = (box: HTMLElement): string => box.dataset["pick"] ?? "";

/** What stands beside what the list asks for, as on a board what was resolved lately, is not among all that it asks for. */
const isAsked = (box: HTMLElement): boolean => !box.closest("[data-apart]");

/** How many are chosen, and what a form has to say of them. */
export function selection(): { count: number; ids: string[]; all: boolean } {
  return { count: all ? Number(bar?.dataset["count"] ?? 0) : chosen.size, ids: all ? [] : [...chosen], all };
}

/** The list that is on the page now: what was chosen in it is still, and of another nothing. */
function begin(): void {
  const address = list()?.dataset["liveSrc"];
  const now = address ? questionOf(address) : "";
  if (now && now !== question) {
    question = now;
    ({ chosen, all } = recall(question));
  }
  show();
}

function show(): void {
  const isList = list() !== null;
  for (const box of boxes()) box.checked = (all && isAsked(box)) || chosen.has(idOf(box));
  const page = boxes();
  const on = page.filter((box) => box.checked).length;
  for (const box of document.querySelectorAll<HTMLInputElement>("[data-pick-all]")) {
    box.checked = page.length > 0 && on === page.length;
    box.indeterminate = on > 0 && on < page.length;
  }
  if (!isList || !(all || chosen.size)) hide();
  else if (bar?.isConnected || asked !== question) void bring().then(() => document.dispatchEvent(new Event("moondesk:bar"))); // There, or not coming.
}

function hide(): void {
  bar?.remove();
  bar = null;
  asked = "";
}

async function bring(): Promise<void> {
  const address = list()?.dataset["liveSrc"]?.replace("/desk/rows", "/desk/bulk/bar") ?? "";
  if (bar?.isConnected && asked === question) return tell();
  asked = question;
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return void (asked = "");
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("bulk");
  if (!drawn || asked !== question || !(all || chosen.size)) return;
  bar?.remove();
  bar = drawn;
  document.querySelector("toast-region")?.append(bar);
  htmx.process(bar);
  tell();
}

function tell(): void {
  if (!bar) return;
  const words = all ? bar.dataset["all"] : chosen.size === 1 ? bar.dataset["one"] : bar.dataset["many"]?.replace("{count}", String(chosen.size));
  const said = bar.querySelector("[data-said]");
  if (said && said.textContent !== words) said.textContent = words ?? "";
  const page = boxes();
  const whole = page.length > 0 && page.every((box) => box.checked);
  bar.querySelector("[data-pick-page]")?.toggleAttribute("hidden", whole || all);
  const count = Number(bar.dataset["count"]);
  bar.querySelector("[data-pick-matching]")?.toggleAttribute("hidden", all || !whole || count <= chosen.size);
}

function set(box: HTMLInputElement, on: boolean): void {
  if (all) chosen = new Set(boxes().filter(isAsked).map(idOf)); // One of all is not wanted: those of this page stay.
  all = false;
  if (on) chosen.add(idOf(box));
  else chosen.delete(idOf(box));
  last = idOf(box);
}

function toggle(box: HTMLInputElement, on: boolean, range: boolean): void {
  // On a board a range lies within one cell.
  const page = boxes().filter((one) => one.closest("[data-cell]") === box.closest("[data-cell]"));
  const from = page.findIndex((one) => idOf(one) === last);
  const to = page.indexOf(box);
  const part = range && from >= 0 ? page.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  for (const one of part) set(one, on);
  store(question, chosen, all);
  show();
}

/** Chooses a row, or no more; with `on` it is chosen in any case. */
export function pickRow(row: HTMLElement | undefined, on?: boolean): void {
  const box = (row?.closest(".row-box") ?? row)?.querySelector<HTMLInputElement>("[data-pick]");
  if (box) toggle(box, on ?? !box.checked, false);
}

export function pickPage(): void {
  const page = boxes();
  const on = !page.every((box) => box.checked);
  for (const box of page) set(box, on);
  store(question, chosen, all);
  show();
}

/** Says whether there was something to clear. */
export function clearSelection(): boolean {
  if (!all && !chosen.size) return false;
  chosen.clear();
  all = false;
  store(question, chosen, all);
  show();
  return true;
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const box = target.closest<HTMLInputElement>("#rows [data-pick]");
  if (box) return toggle(box, box.checked, event.shiftKey);
  const row = event.shiftKey && (all || chosen.size) ? target.closest("#rows [data-row]") : null;
  const picked = (row?.closest(".row-box") ?? row)?.querySelector<HTMLInputElement>("[data-pick]");
  if (picked) {
    event.preventDefault();
    return toggle(picked, true, true);
  }
  if (target.closest("[data-pick-all], [data-pick-page]")) pickPage();
  if (target.closest("[data-pick-none]")) clearSelection();
  if (target.closest("[data-pick-matching]")) {
    all = true;
    store(question, chosen, all);
    show();
  }
}, true);
onContent(begin);

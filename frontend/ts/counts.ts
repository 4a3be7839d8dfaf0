/**
 * Counts that no tally keeps: those of pinned views, and of what is due. The rail has a place for each (data-late), which the server leaves
 * empty; they are asked for once after the page, and again when a ticket changed, at most every two seconds.
 */
import { onContent } from "./dom";

const pause = 2_000;
const minute = 60_000;
let known: Record<string, string> = {};
let asked = 0;
let timer = 0;

const rail = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-late-src]");

function show(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-late]")) {
    const count = known[place.dataset["late"] ?? ""] ?? "";
    if (place.textContent !== count) place.textContent = count;
    if (place.dataset["tint"] && count && count !== "0") place.dataset["c"] = place.dataset["tint"];
    else delete place.dataset["c"];
  }
}

async function look(): Promise<void> {
  timer = 0;
  asked = Date.now();
  const address = rail()?.dataset["lateSrc"];
  if (!address || document.hidden) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  known = (await answer.json()) as Record<string, string>;
  show();
}

function soon(): void {
  timer ||= window.setTimeout(() => void look(), Math.max(60, asked + pause - Date.now()));
}

document.addEventListener("moondesk:changed", soon);
document.addEventListener("visibilitychange", () => !document.hidden && soon());
setInterval(soon, minute); // what is due goes with the clock
onContent(() => {
  show();
  const places = [...document.querySelectorAll<HTMLElement>("[data-late]")];
  if (places.some((place) => !((place.dataset["late"] ?? "") in known))) soon();
});

/**
 * How many tickets a list has (data-amount): a list that is longer than a page does not wait for that, so it is asked for after the page, and
 * again when a ticket changed, at most every two seconds.
 */
import { onContent } from "./dom";

const pause = 2_000;
const known = new Map<string, string>();
let asked = 0;
let timer = 0;

const place = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-amount]");

async function look(): Promise<void> {
  timer = 0;
  const address = place()?.dataset["amount"];
  if (!address || document.hidden) return;
  asked = Date.now();
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  known.clear(); // of other lists, which go on changing
  known.set(address, await answer.text());
  show();
}

function soon(): void {
  timer ||= window.setTimeout(() => void look(), Math.max(60, asked + pause - Date.now()));
}

/** What the server knows stands there already; what it left open is what was heard last, or asked for now. */
function show(): void {
  const part = place();
  const text = known.get(part?.dataset["amount"] ?? "");
  if (part && text !== undefined && part.textContent !== text) part.textContent = text;
}

document.addEventListener("moondesk:changed", soon);
document.addEventListener("visibilitychange", () => !document.hidden && soon());
onContent(() => {
  const part = place();
  if (!part || part.textContent) return;
  show();
  if (!part.textContent) {
    clearTimeout(timer);
    timer = 0;
    void look();
  }
});

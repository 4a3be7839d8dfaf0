/**
 * Keys about a row of a list while no ticket is open: its menu is asked for and opens at what the key is about, or does it at once (data-does in
 * templates/desk/_row_choices.html). What only the bar of chosen tickets can do is done by choosing the row.
 */
import { pickRow, selection } from "./selection";

let wanted = "";

/** Chooses the row for what only the bar can do, and does it once the bar is there: never later, and to no other row. */
export function chooseFor(row: HTMLElement, then: () => void): void {
  const id = (row.closest(".row-box") ?? row).querySelector<HTMLElement>("[data-pick]")?.dataset["pick"];
  if (!id) return;
  document.addEventListener("moondesk:bar", () => {
    const { ids } = selection();
    if (ids.length === 1 && ids[0] === id) then();
  }, { once: true });
  pickRow(row);
}

export function pressRow(row: HTMLElement | undefined, key: string): void {
  if (row && ["l", "m", "z"].includes(key)) return chooseFor(row, () => document.querySelector<HTMLElement>(`#bulk [data-key="${key}"]`)?.click());
  const more = (row?.closest(".row-box") ?? row)?.querySelector<HTMLElement>(".row-more");
  if (!more || !["a", "e", "i", "p", "s"].includes(key)) return;
  wanted = key;
  more.focus();
  more.click();
}

document.addEventListener("htmx:after:swap", () => {
  const part = document.querySelector<HTMLElement>(`#row_choices ${wanted ? `[data-does="${wanted}"]` : "form"}`);
  if (!part || !part.closest(":popover-open") || part.parentElement?.contains(document.activeElement)) return;
  wanted = "";
  if (part.matches("button")) part.click();
  else (part.querySelector<HTMLElement>('[aria-checked="true"]') ?? part.querySelector<HTMLElement>("button:not(:disabled)"))?.focus();
});
/* Nobody chooses for one ticket in the menu of another that is still shown. */
document.addEventListener("click", (event) => {
  if ((event.target as Element).closest(".row-more")) document.getElementById("row_choices")?.replaceChildren();
  if (event.isTrusted) wanted = "";
}, true);

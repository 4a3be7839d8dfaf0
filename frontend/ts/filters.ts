/**
 * The bar of filters by keyboard. Its box is filled by the server when it opens (templates/desk/filter.html): the first field has the focus,
 * arrows walk what can be chosen, typing narrows it. Delete on a chip takes its filter away.
 */

const box = (): HTMLElement | null => document.querySelector<HTMLElement>("#filter:popover-open");

function shown(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-option]")].filter((one) => one.checkVisibility());
}

/** What of an option takes the focus: itself, or the box in it. */
function target(option: HTMLElement | undefined): HTMLElement | null {
  return option?.querySelector<HTMLElement>("input") ?? option ?? null;
}

function begin(): void {
  const root = box();
  if (!root || root.contains(document.activeElement)) return;
  const first = [...root.querySelectorAll<HTMLElement>("[data-first]")].find((one) => one.checkVisibility());
  const chosen = root.querySelector<HTMLElement>("[data-option] input:checked");
  (first ?? chosen ?? target(shown(root)[0]) ?? root.querySelector<HTMLElement>("select, button"))?.focus();
}

function walk(root: HTMLElement, by: 1 | -1): void {
  const all = shown(root);
  const at = all.findIndex((one) => one.contains(document.activeElement));
  target(all[(at + by + all.length) % all.length])?.focus();
}

document.addEventListener("keydown", (event) => {
  const from = event.target as HTMLElement;
  if ((event.key === "Delete" || event.key === "Backspace") && from.closest(".filters .chip.parts")) {
    event.preventDefault();
    return from.closest(".chip.parts")?.querySelector<HTMLElement>("a")?.click();
  }
  const root = box();
  if (!root?.contains(from)) return;
  const typed = from instanceof HTMLInputElement && ["search", "text"].includes(from.type);
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (typed || from.closest("[data-option]"))) {
    event.preventDefault();
    walk(root, event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key === "Enter" && from.matches("[data-narrow]")) {
    event.preventDefault();
    const option = shown(root)[0];
    if (option?.matches("a")) option.click();
    else target(option)?.click();
  }
});

document.addEventListener("input", (event) => {
  const field = event.target as HTMLInputElement;
  if (!field.matches("[data-narrow]")) return;
  const words = field.value.trim().toLowerCase();
  for (const one of field.closest("#filter_editor")?.querySelectorAll<HTMLElement>("[data-option]") ?? [])
    one.hidden = !(one.textContent ?? "").toLowerCase().includes(words);
});

document.addEventListener("htmx:after:swap", begin);
document.addEventListener("change", (event) => {
  if ((event.target as Element).matches("[data-how]")) [...(box()?.querySelectorAll<HTMLElement>("[data-first]") ?? [])].find((one) => one.checkVisibility())?.focus();
});
export {};

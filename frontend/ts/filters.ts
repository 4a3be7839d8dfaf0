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

/** Without accents and capitals, which nobody types here. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Shows the options of which a word begins so, so that "tag" is not Stage; only where none does, those that have it inside. */
function narrow(root: HTMLElement, words: string): void {
  const options = [...root.querySelectorAll<HTMLElement>("[data-option]")];
  const said = (one: HTMLElement): string => plain(` ${one.textContent ?? ""} ${one.dataset["also"] ?? ""}`.replace(/\s+/g, " "));
  const some = options.some((one) => said(one).includes(` ${words}`));
  for (const one of options) one.hidden = !said(one).includes(some ? ` ${words}` : words);
  const none = root.querySelector<HTMLElement>("[data-none]");
  if (none) none.hidden = options.some((one) => !one.hidden);
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
  const root = field.closest<HTMLElement>("#filter_editor");
  if (root) narrow(root, plain(field.value.trim()));
});

document.addEventListener("htmx:after:swap", begin);
document.addEventListener("change", (event) => {
  if ((event.target as Element).matches("[data-how]")) [...(box()?.querySelectorAll<HTMLElement>("[data-first]") ?? [])].find((one) => one.checkVisibility())?.focus();
});
export {};

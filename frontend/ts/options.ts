/** The options that a field offers below it, of which arrow keys choose one: what all such fields have in common. */

export const chosenAt = (options: HTMLElement[]): number => options.findIndex((option) => option.ariaSelected === "true");

/** The option after or before the chosen one, round the ends. */
export function stepped(options: HTMLElement[], down: boolean): HTMLElement | undefined {
  const at = chosenAt(options);
  return options[down ? (at + 1) % options.length : at <= 0 ? options.length - 1 : at - 1];
}

export function choose(field: HTMLElement | null, options: HTMLElement[], option: HTMLElement | undefined): void {
  for (const other of options) other.setAttribute("aria-selected", String(other === option));
  if (!option) return field?.removeAttribute("aria-activedescendant");
  field?.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

/** Makes a field one that has options; the press that takes one must not take the focus out of the field, or they close before it. */
export function offer(field: HTMLElement, list: HTMLElement | null, take: (option: HTMLElement | null) => void): void {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list?.id ?? "" })) {
    field.setAttribute(name, value);
  }
  takes(list, take);
}

export function takes(list: HTMLElement | null, take: (option: HTMLElement | null) => void): void {
  list?.addEventListener("mousedown", (event) => event.preventDefault());
  list?.addEventListener("click", (event) => take((event.target as Element).closest<HTMLElement>("[role=option]")));
}

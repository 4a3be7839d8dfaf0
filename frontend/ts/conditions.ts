/** <condition-rows> has comparisons and an empty one at its end: choosing in that one adds another, a button takes one away. Without a
 *  script the page is saved for another empty one, and the first choice of a comparison takes it away. */
class ConditionRows extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", this.#grow);
    this.addEventListener("click", this.#remove);
    this.#offer();
  }

  get #rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".condition")];
  }

  /** The empty row is no row yet: there is nothing to take away. */
  #offer(): void {
    this.#rows.forEach((row, at, all) => { row.querySelector<HTMLElement>("[data-remove]")!.hidden = at === all.length - 1; });
  }

  #grow = (event: Event): void => {
    const last = this.#rows.at(-1)!;
    const about = last.querySelector("select")!;
    if (event.target !== about || !about.value) return;
    const next = last.cloneNode(true) as HTMLElement;
    next.querySelectorAll("select").forEach((select) => { select.selectedIndex = 0; });
    next.querySelector("input")!.value = "";
    const number = String(this.#rows.length + 1);
    next.setAttribute("aria-label", next.getAttribute("aria-label")!.replace(String(this.#rows.length), number));
    last.after(next);
    this.#offer();
  };

  #remove = (event: Event): void => {
    const row = (event.target as Element).closest("[data-remove]")?.closest<HTMLElement>(".condition");
    if (!row) return;
    const next = row.nextElementSibling?.querySelector("select");
    row.remove();
    next?.focus();
  };
}

customElements.define("condition-rows", ConditionRows);

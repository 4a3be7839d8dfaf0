/**
 * <sortable-rows> moves the rows of a table that have a `.grip`: by dragging, or taken with Space and moved with the arrow keys. The order
 * is that of the hidden inputs in the rows; with data-send the form goes out when a row is put down. Without a script there is the API.
 */
class SortableRows extends HTMLElement {
  #moved: HTMLTableRowElement | null = null;
  #before = "";

  connectedCallback(): void {
    const does = { keydown: this.#key, dragstart: this.#start, dragover: this.#over, dragend: this.#end, focusout: this.#leave };
    for (const [name, run] of Object.entries(does)) this.addEventListener(name, run as EventListener);
  }

  #order(): string {
    return [...this.querySelectorAll<HTMLInputElement>("input[name=order]")].map((input) => input.value).join();
  }

  #take(row: HTMLTableRowElement): void {
    this.#moved = row;
    this.#before = this.#order();
    row.classList.add("moving");
    row.querySelector(".grip")?.setAttribute("aria-pressed", "true");
  }

  #putDown(): void {
    const row = this.#moved;
    this.#moved = null;
    row?.classList.remove("moving");
    row?.querySelector(".grip")?.setAttribute("aria-pressed", "false");
    if (row && this.dataset["send"] && this.#order() !== this.#before) (row.closest("form") ?? row.querySelector<HTMLInputElement>("input[name=order]")?.form)?.requestSubmit();
  }

  #say(row: HTMLTableRowElement): void {
    const place = this.querySelector<HTMLElement>("[data-place]");
    const rows = [...(row.parentElement?.children ?? [])];
    const numbers = [rows.indexOf(row) + 1, rows.length];
    if (place) place.textContent = place.dataset["place"]!.replace(/#/g, () => String(numbers.shift()));
  }

  #key = (event: KeyboardEvent): void => {
    const grip = (event.target as Element).closest<HTMLElement>(".grip");
    const row = grip?.closest("tr");
    if (!grip || !row) return;
    const held = this.#moved === row;
    if (event.key === " " || (held && event.key === "Enter")) held ? this.#putDown() : this.#take(row);
    else if (held && event.key === "Escape") this.#putDown();
    else if (held && event.key === "ArrowUp" && row.previousElementSibling) row.previousElementSibling.before(row);
    else if (held && event.key === "ArrowDown" && row.nextElementSibling) row.nextElementSibling.after(row);
    else return;
    event.preventDefault();
    if (event.key.startsWith("Arrow")) {
      // Moving an element takes its focus away, which must not put it down.
      this.#moved = null;
      grip.focus();
      this.#moved = row;
      this.#say(row);
    }
  };

  #leave = (event: FocusEvent): void => {
    if (this.#moved && event.relatedTarget && event.target instanceof Element && event.target.matches(".grip")) this.#putDown();
  };

  #start = (event: DragEvent): void => {
    const row = (event.target as Element).closest?.(".grip")?.closest("tr");
    if (!row) return;
    event.dataTransfer?.setDragImage(row, 16, 16);
    this.#take(row);
  };

  #over = (event: DragEvent): void => {
    const row = (event.target as Element).closest("tr");
    if (!this.#moved || !row || row.parentElement !== this.#moved.parentElement) return;
    event.preventDefault();
    if (row === this.#moved) return;
    const below = row.compareDocumentPosition(this.#moved) & Node.DOCUMENT_POSITION_PRECEDING;
    below ? row.after(this.#moved) : row.before(this.#moved);
  };

  #end = (): void => this.#putDown();
}

customElements.define("sortable-rows", SortableRows);

// What a kind of field needs is unfolded when that kind is chosen.
document.addEventListener("change", (event) => {
  const select = event.target;
  const more = select instanceof HTMLSelectElement && select.name === "kind" ? select.form?.querySelector<HTMLDetailsElement>("[data-for-kinds]") : null;
  if (more && select instanceof HTMLSelectElement) more.open = more.dataset["forKinds"]!.split(" ").includes(select.value);
});

/**
 * The page of the workflow is a form that works without a script. <workflow-form> adds: rows that are dragged, or taken with Space and moved
 * with the arrow keys; how much is not saved yet, in the bar at the foot; Ctrl S; who may make a move, chosen for one cell at a time.
 */
import { onContent } from "./dom";
import { showToast } from "./toast";

class WorkflowForm extends HTMLElement {
  #first = "";
  #seen = "";
  #dragged: HTMLTableRowElement | null = null;

  connectedCallback(): void {
    onContent(this.#renew);
    const does = { input: this.#changed, keydown: this.#key, dragstart: this.#start, dragover: this.#over, dragend: this.#end, click: this.#click };
    for (const [name, run] of Object.entries(does)) this.addEventListener(name, run as EventListener);
    // Before the form's own listeners, which would send it at once.
    this.addEventListener("submit", this.#limit, true);
  }

  /** After each morph: what the server knows now is what changes are counted from. */
  #renew = (): void => {
    const seen = this.isConnected ? (this.querySelector<HTMLInputElement>("input[name=seen]")?.value ?? "") : this.#seen;
    if (seen !== this.#seen) this.#first = this.#state();
    this.#seen = seen;
    if (this.isConnected) this.#changed();
  };

  #state(): string {
    return JSON.stringify([...new FormData(this.querySelector<HTMLFormElement>("#workflow-form")!)].filter(([name]) => !["csrfmiddlewaretoken", "seen"].includes(name)));
  }

  /** Count the fields that differ from what is saved: what was there and is gone, or new. */
  #count(): number {
    const before = JSON.parse(this.#first) as [string, string][];
    const after = JSON.parse(this.#state()) as [string, string][];
    const differs = new Set<string>();
    const compare = (one: [string, string][], other: [string, string][]): void => {
      const known = new Set(other.map((entry) => JSON.stringify(entry)));
      for (const entry of one) if (!known.has(JSON.stringify(entry))) differs.add(entry[0] === "may" ? entry[1] : entry[0]);
    };
    compare(before, after);
    compare(after, before);
    const order = (entries: [string, string][]): string => entries.filter(([name]) => name === "order").join();
    return differs.size + (order(before) === order(after) ? 0 : 1);
  }

  #changed = (event?: Event): void => {
    const target = event?.target;
    if (target instanceof HTMLSelectElement) target.closest<HTMLElement>("[data-c]")?.setAttribute("data-c", target.value || (target.dataset["own"] ?? ""));
    const bar = this.querySelector<HTMLElement>(".savebar");
    if (!bar) return;
    const count = this.#count();
    bar.hidden = count === 0 && this.dataset["typed"] !== "yes";
    const said = bar.querySelector<HTMLElement>("[data-count]")!;
    said.textContent = (count === 1 ? said.dataset["one"] : said.dataset["many"])?.replace("#", String(count)) ?? "";
  };

  #key = (event: KeyboardEvent): void => {
    const grip = (event.target as Element).closest<HTMLElement>(".grip");
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      this.querySelector<HTMLFormElement>("#workflow-form")!.requestSubmit();
    }
    if (!grip) return;
    const held = grip.getAttribute("aria-pressed") === "true";
    const row = grip.closest("tr")!;
    if (event.key === " " || event.key === "Enter" || (event.key === "Escape" && held)) {
      event.preventDefault();
      grip.setAttribute("aria-pressed", held ? "false" : "true");
      row.classList.toggle("moving", !held);
    } else if (held && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const next = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
      if (next instanceof HTMLTableRowElement && this.#fits(row, next)) this.#put(row, next, event.key === "ArrowDown");
      grip.focus();
    }
  };

  #fits(row: HTMLTableRowElement, other: Element): boolean {
    return other !== row && (other as HTMLElement).dataset["stage"] === row.dataset["stage"];
  }

  #put(row: HTMLTableRowElement, other: HTMLTableRowElement, after: boolean): void {
    if (after) other.after(row);
    else other.before(row);
    this.#changed();
    const rows = [...this.querySelectorAll(`tr[data-stage="${row.dataset["stage"]}"]`)];
    const live = this.querySelector<HTMLElement>("[data-place]")!;
    live.textContent = (live.dataset["place"] ?? "").replace("#", String(rows.indexOf(row) + 1)).replace("#", String(rows.length));
  }

  #start = (event: DragEvent): void => {
    this.#dragged = (event.target as Element).closest("tr");
    this.#dragged?.classList.add("moving");
    event.dataTransfer?.setData("text/plain", "");
  };

  #over = (event: DragEvent): void => {
    const row = (event.target as Element).closest("tr");
    if (!this.#dragged || !row || !this.#fits(this.#dragged, row)) return;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    this.#put(this.#dragged, row, event.clientY > box.top + box.height / 2);
  };

  #end = (): void => {
    this.#dragged?.classList.remove("moving");
    this.#dragged = null;
  };

  /** A cell's button opens the dialog about that move; the discard button takes all back. */
  #click = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-move]");
    if (!button) return;
    const form = this.querySelector<HTMLFormElement>("#limit-form")!;
    const cell = button.closest<HTMLElement>(".may")!;
    const [old = "", now = ""] = (button.dataset["move"] ?? "").split(">");
    const roles = (cell.querySelector<HTMLInputElement>("input[type=hidden]")?.value ?? "").split(",").filter(Boolean);
    const open = cell.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked ?? true;
    for (const field of form.elements) {
      if (field instanceof HTMLSelectElement) field.value = field.name === "old" ? old : now;
      if (field instanceof HTMLInputElement && field.name === "roles") field.checked = roles.includes(field.value);
      if (field instanceof HTMLInputElement && field.name === "who") field.checked = field.value === (open ? (roles.length ? "roles" : "all") : "nobody");
    }
  };

  /** What was chosen in the dialog goes into the cell, to be saved with all else. */
  #limit = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (form.id !== "limit-form") return;
    const data = new FormData(form);
    const cell = this.querySelector<HTMLElement>(`[data-move="${CSS.escape(`${data.get("old")}>${data.get("new")}`)}"]`)?.closest<HTMLElement>(".may");
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!cell) return;
    const chosen = data.get("who") === "roles" ? data.getAll("roles").map(String) : [];
    const names = chosen.map((role) => form.querySelector(`input[value="${role}"]`)?.closest("label")?.textContent?.trim());
    cell.querySelector<HTMLInputElement>("input[type=hidden]")!.value = chosen.sort().join(",");
    cell.querySelector<HTMLInputElement>("input[type=checkbox]")!.checked = data.get("who") === "all" || chosen.length > 0;
    cell.classList.toggle("limited", chosen.length > 0);
    cell.querySelector(".ib span")!.textContent = names.join(", ");
    form.closest("dialog")?.close();
    this.#changed();
    showToast({ text: form.dataset["kept"] ?? "", kind: "none", seconds: 4 });
  };
}

customElements.define("workflow-form", WorkflowForm);

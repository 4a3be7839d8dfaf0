import { onContent } from "./dom";

/** What can be chosen of a field stands in #condition-values; chosen boxes are written into the row's field, whose place they take. */
function offerValues(row: HTMLElement): void {
  const field = row.querySelector<HTMLInputElement>("input[name^='value.']")!;
  const about = row.querySelector("select")!.value;
  row.querySelector(".picks")?.remove();
  const values = document.querySelector<HTMLTemplateElement>("#condition-values")?.content;
  const known = about ? values?.querySelector<HTMLElement>(`[data-about="${CSS.escape(about)}"]`) : null;
  field.hidden = !!known;
  if (!known) return;
  const picks = document.createElement("details");
  picks.className = "picks";
  const summary = document.createElement("summary");
  summary.className = "in sm";
  const boxes = known.cloneNode(true) as HTMLElement;
  boxes.setAttribute("aria-label", field.getAttribute("aria-label")!.split(",")[0]!);
  picks.append(summary, boxes);
  const all = [...boxes.querySelectorAll("input")];
  const written = field.value.split(",").map((word) => word.trim()).filter(Boolean);
  const others = written.filter((word) => !all.some((box) => box.value === word));
  all.forEach((box) => { box.checked = written.includes(box.value); });
  const say = (): void => {
    const chosen = all.filter((box) => box.checked);
    field.value = [...chosen.map((box) => box.value), ...others].join(", ");
    const names = [...chosen.map((box) => box.closest("label")!.textContent.trim()), ...others];
    summary.textContent = names.join(", ") || field.dataset["choose"]!;
  };
  boxes.addEventListener("change", say);
  say();
  field.after(picks);
}

/** <condition-rows> has comparisons and an empty one at its end: choosing in that one adds another, a button takes one away. Without a
 *  script the page is saved for another empty one, and the first choice of a comparison takes it away. */
/* What a morph brought has only what the server drew. */
onContent(() => document.querySelectorAll<HTMLElement>(".condition:not(:has(.picks))").forEach(offerValues));

class ConditionRows extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", this.#grow);
    this.addEventListener("click", this.#remove);
    this.#offer();
    this.#rows.forEach(offerValues);
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
    const changed = event.target as HTMLElement;
    const row = changed.closest<HTMLElement>(".condition");
    if (row && changed === row.querySelector("select")) {
      row.querySelector<HTMLInputElement>("input[name^='value.']")!.value = "";
      offerValues(row);
    }
    if (changed !== about || !about.value) return;
    const next = last.cloneNode(true) as HTMLElement;
    next.querySelectorAll("select").forEach((select) => { select.selectedIndex = 0; });
    next.querySelector<HTMLInputElement>("input[name^='value.']")!.value = "";
    offerValues(next);
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

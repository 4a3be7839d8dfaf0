/** Completes a word of the composer that begins with a slash: what is written often. The server finds it. */
import { insert } from "./format";

const word = /(?:^|[\s(])\/([^\s/@]{0,40})$/;

class Completion {
  #asked: AbortController | null = null;
  #timer = 0;
  #from = -1;

  constructor(private readonly field: HTMLTextAreaElement, private readonly list: HTMLElement) {
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#take((event.target as Element).closest<HTMLElement>("[role=option]")));
    field.addEventListener("blur", () => this.close());
  }

  get open(): boolean {
    return !this.list.hidden;
  }
  get #options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  /** Looks whether the caret stands in such a word. */
  look(): void {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const found = this.field.selectionStart === this.field.selectionEnd ? word.exec(before) : null;
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!found) return this.close();
    const text = found[1] ?? "";
    this.#from = before.length - text.length - 1;
    this.#timer = window.setTimeout(() => void this.#ask(text), 120);
  }

  async #ask(text: string): Promise<void> {
    const address = this.field.closest<HTMLElement>("ticket-composer")?.dataset["completions"];
    if (!address) return;
    this.#asked = new AbortController();
    try {
      const query = new URLSearchParams({ sign: "/", q: text });
      const answer = await fetch(`${address}?${query.toString()}`, { signal: this.#asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || document.activeElement !== this.field) return;
      this.list.innerHTML = await answer.text();
      if (!this.#options.length) return this.close();
      this.list.hidden = false;
      this.field.setAttribute("aria-controls", this.list.id);
      this.#choose(this.#options[0]);
    } catch {
      return; // A newer question took its place, or there is no connection: the word stays a word.
    }
  }

  #choose(option: HTMLElement | undefined): void {
    for (const other of this.#options) other.setAttribute("aria-selected", String(other === option));
    if (!option) return;
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Returns whether the key was for the list. */
  key(event: KeyboardEvent): boolean {
    if (!this.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const options = this.#options;
    const at = options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "ArrowDown") this.#choose(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp") this.#choose(options[(at - 1 + options.length) % options.length]);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(options[at] ?? null);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #take(option: HTMLElement | null): void {
    const text = option?.dataset["insert"];
    if (text === undefined || this.#from < 0) return;
    this.field.setSelectionRange(this.#from, this.field.selectionStart);
    this.close();
    insert(this.field, text);
    this.close();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }
}

const known = new WeakMap<HTMLTextAreaElement, Completion>();

/** The completion of a field that has room for one. */
export function completionOf(field: HTMLTextAreaElement): Completion | null {
  const list = field.form?.querySelector<HTMLElement>("[data-completion]");
  if (!list) return null;
  const found = known.get(field) ?? new Completion(field, list);
  known.set(field, found);
  return found;
}

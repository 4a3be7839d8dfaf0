/**
 * The search box: a combobox whose options the server finds (data-src?q=&at=caret). Arrow keys choose, Enter or Tab takes what is chosen,
 * Enter without a choice searches, Esc closes. What could not be understood is selected. Without a script it is a plain form.
 */
import { choose, chosenAt, offer, stepped } from "./options";

class SearchBox extends HTMLElement {
  #asked: AbortController | null = null;
  #timer = 0;
  #answers = new MutationObserver(() => requestAnimationFrame(() => this.#field && this.#showWrong(this.#field)));

  get #field(): HTMLInputElement | null { return this.querySelector<HTMLInputElement>("input[name=q]"); }
  get #list(): HTMLElement | null { return this.querySelector<HTMLElement>("[role=listbox]"); }
  get #options(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>("[role=option]")]; }

  connectedCallback(): void {
    const field = this.#field;
    if (!field) return;
    offer(field, this.#list, (option) => this.#take(option));
    this.addEventListener("input", () => this.#later());
    this.addEventListener("keydown", (event) => this.#onKey(event));
    this.addEventListener("focusout", () => this.#close());
    this.addEventListener("submit", () => this.#close());
    this.#showWrong(field);
    // The next answer is morphed into this box, which stays.
    this.#answers.observe(field, { attributeFilter: ["data-wrong"] });
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#answers.disconnect();
  }

  #showWrong(field: HTMLInputElement): void {
    const [start, end] = (field.dataset["wrong"] ?? "").split(",").map(Number);
    if (start === undefined || end === undefined) return;
    field.focus();
    field.setSelectionRange(start, end);
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), 120);
  }

  async #ask(): Promise<void> {
    const field = this.#field;
    this.#asked?.abort();
    if (!field || field.selectionStart === null || field.selectionStart !== field.selectionEnd) return this.#close();
    this.#asked = new AbortController();
    const query = new URLSearchParams({ q: field.value, at: String(field.selectionStart) });
    try {
      const answer = await fetch(`${this.dataset["src"] ?? ""}?${query.toString()}`, { signal: this.#asked.signal, headers: { "HX-Request": "true" } });
      if (answer.ok && !answer.redirected && document.activeElement === field) this.#show(await answer.text());
    } catch {
      return; // A newer question took its place, or there is no connection: one can still search.
    }
  }

  #show(html: string): void {
    const list = this.#list;
    if (!list) return;
    list.innerHTML = html;
    const count = this.#options.length;
    list.hidden = count === 0;
    this.#field?.setAttribute("aria-expanded", String(count > 0));
    this.#field?.removeAttribute("aria-activedescendant");
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = count ? (this.dataset["many"] ?? "").replace("{count}", String(count)) : "";
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#show("");
  }

  #onKey(event: KeyboardEvent): void {
    const options = this.#options;
    const at = chosenAt(options);
    if (event.isComposing || !options.length || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(this.#field, options, stepped(options, event.key === "ArrowDown"));
    else if (event.key === "Escape") this.#close();
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0 && !event.shiftKey) this.#take(options[at] ?? null);
    else return;
    event.preventDefault();
  }

  #take(option: HTMLElement | null): void {
    const field = this.#field;
    if (!field || !option) return;
    const end = field.selectionStart ?? field.value.length;
    field.setRangeText(option.dataset["insert"] ?? "", end - Number(option.dataset["taken"] ?? 0), end, "end");
    field.focus();
    this.#close();
    void this.#ask();
  }
}

customElements.define("search-box", SearchBox);

/** The command palette: a combobox whose options the server finds (`src?q=`). Arrow keys choose, Enter follows, Esc closes. */
import { runMacro } from "./palettemacros";
import { aboutPage } from "./paletteabout";
import { setTheme } from "./theme";

class CommandPalette extends HTMLElement {
  #asked: AbortController | null = null;
  #timer = 0;
  #answers = new Map<string, string>();
  #about: Record<string, string> = {};
  #shown = "";
  #entered = false; // Enter was pressed before the options of what is typed came

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
  get #field(): HTMLInputElement | null {
    return this.querySelector("input");
  }
  get #options(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  connectedCallback(): void {
    this.addEventListener("input", () => this.#later());
    this.addEventListener("keydown", (event) => this.#onKey(event));
    this.addEventListener("mousemove", (event) => {
      const option = (event.target as Element).closest<HTMLElement>('[role="option"]');
      if (option) this.#choose(option, false);
    });
    this.addEventListener("click", (event) => this.#onClick(event));
  }

  open(start = ""): void {
    const field = this.#field;
    if (!this.#dialog || !field || this.#dialog.open) return;
    this.#answers.clear();
    const about = this.querySelector<HTMLElement>("[data-palette-context]");
    const { said, asked } = aboutPage();
    this.#about = asked;
    if (about) about.textContent = said;
    if (about) about.hidden = !said;
    field.value = start;
    this.#dialog.showModal();
    field.focus();
    void this.#ask();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#entered = false;
    this.#timer = window.setTimeout(() => void this.#ask(), 80);
  }

  async #ask(): Promise<void> {
    const query = this.#field?.value.trim() ?? "";
    this.#asked?.abort();
    this.#asked = new AbortController();
    const address = new URL(this.dataset["src"] ?? "", location.href);
    address.searchParams.set("q", query);
    for (const [name, value] of Object.entries(this.#about)) address.searchParams.set(name, value);
    try {
      let html = this.#answers.get(query);
      if (html === undefined) {
        const answer = await fetch(address, { signal: this.#asked.signal, headers: { "HX-Request": "true" } });
        if (!answer.ok) return;
        html = await answer.text();
        this.#answers.set(query, html);
      }
      this.#show(html);
      this.#shown = query;
      if (this.#entered) this.#options[0]?.click();
      this.#entered = false;
    } catch {
      return; // A newer question took its place, or the connection is gone: what is shown stays.
    }
  }

  #show(html: string): void {
    const found = this.querySelector(".found");
    if (!found) return;
    found.innerHTML = html;
    const options = this.#options;
    const count = this.querySelector("[data-palette-count]");
    if (count) count.textContent = options.length ? String(options.length) : "";
    if (options[0]) this.#choose(options[0]);
    else this.#field?.removeAttribute("aria-activedescendant");
  }

  #choose(option: HTMLElement, scroll = true): void {
    for (const other of this.querySelectorAll('[aria-selected="true"]')) other.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    this.#field?.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }

  #onKey(event: KeyboardEvent): void {
    const options = this.#options;
    const at = options.findIndex((option) => option.ariaSelected === "true");
    const next = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
    if (next !== null && options.length) {
      event.preventDefault();
      const option = options[(next + options.length) % options.length];
      if (option) this.#choose(option);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (this.#shown === (this.#field?.value.trim() ?? "")) options[at]?.click();
      else this.#entered = true;
    }
  }

  /** An option that does something names the key of a part of the page (data-press) or an address to post to (data-post). */
  #onClick(event: Event): void {
    const option = (event.target as Element).closest<HTMLAnchorElement>('a[role="option"]');
    if (!option) return;
    const { press, post, field, themeChoice, macro } = option.dataset;
    if (press || post || themeChoice || macro) event.preventDefault();
    this.#dialog?.close();
    if (press) document.dispatchEvent(new CustomEvent("moondesk:press", { detail: press }));
    if (post) this.#post(post, field);
    if (macro) runMacro(macro, option.dataset["at"] ?? "");
    if (themeChoice) setTheme(themeChoice);
  }

  #post(address: string, field = ""): void {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]');
    if (token) form.append(token.cloneNode());
    for (const [name, value] of new URLSearchParams(field)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }
}

customElements.define("command-palette", CommandPalette);
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest("a[data-palette]");
  const palette = document.querySelector<CommandPalette>("command-palette");
  if (!link || !palette || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  palette.open();
});
export type { CommandPalette };

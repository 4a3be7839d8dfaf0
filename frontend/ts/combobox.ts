/**
 * The customer of a new ticket: a combobox over the contacts of the server (data-src?q=), found by name or mail address. Arrow keys choose,
 * Enter takes, Esc closes. Without a script it is a field for a mail address.
 */
import { choose, chosenAt, offer, stepped } from "./options";

class ContactCombobox extends HTMLElement {
  #asked: AbortController | null = null;
  #timer = 0;
  #filled = "";

  get #field(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>('input[name="email"]');
  }
  get #name(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>('input[name="name"]');
  }
  get #list(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[role="listbox"]');
  }
  get #options(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  connectedCallback(): void {
    const field = this.#field;
    if (!field) return;
    offer(field, this.#list, (option) => this.#take(option));
    field.addEventListener("input", () => this.#onInput());
    field.addEventListener("keydown", (event) => this.#onKey(event));
    field.addEventListener("blur", () => this.#close());
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  #onInput(): void {
    const name = this.#name;
    if (name && this.#filled && name.value === this.#filled) name.value = "";
    this.#filled = "";
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), 180);
  }

  async #ask(): Promise<void> {
    const words = this.#field?.value.trim() ?? "";
    this.#asked?.abort();
    if (words.length < 2) return this.#close();
    this.#asked = new AbortController();
    const address = new URL(this.dataset["src"] ?? "", location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: this.#asked.signal, headers: { "HX-Request": "true" } });
      if (answer.ok && this.#field === document.activeElement) this.#show(await answer.text());
    } catch {
      return; // A newer question took its place, or there is no connection: the address can still be typed.
    }
  }

  #show(html: string): void {
    const list = this.#list;
    if (!list) return;
    list.innerHTML = html;
    const found = this.#options.filter((option) => option.dataset["name"] !== "" || option.id !== "suggestion-new").length;
    const { none = "", one = "", many = "" } = this.dataset;
    this.#say(found === 0 ? none : found === 1 ? one : many.replace("{count}", String(found)));
    list.hidden = this.#options.length === 0;
    this.#field?.setAttribute("aria-expanded", String(!list.hidden));
    this.#field?.removeAttribute("aria-activedescendant");
  }

  #say(words: string): void {
    const place = this.querySelector('[role="status"]');
    if (place) place.textContent = words;
  }

  #close(): void {
    const list = this.#list;
    if (!list) return;
    list.hidden = true;
    list.replaceChildren();
    this.#say("");
    this.#field?.setAttribute("aria-expanded", "false");
    this.#field?.removeAttribute("aria-activedescendant");
  }

  #onKey(event: KeyboardEvent): void {
    const options = this.#options;
    const at = chosenAt(options);
    const down = event.key === "ArrowDown";
    if ((down || event.key === "ArrowUp") && !options.length) {
      if (down) void this.#ask();
    } else if (down || event.key === "ArrowUp") {
      event.preventDefault();
      choose(this.#field, options, stepped(options, down));
    } else if (event.key === "Enter" && options.length && !event.isComposing && (at >= 0 || !this.#field?.value.includes("@"))) {
      // A part of a name is no address to send: it means the first who was found.
      event.preventDefault();
      this.#take(options[Math.max(at, 0)] ?? null);
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault();
      this.#close();
    }
  }

  #take(option: HTMLElement | null): void {
    const [field, name] = [this.#field, this.#name];
    if (!option || !field || !name) return;
    field.value = option.dataset["email"] ?? "";
    if (option.dataset["name"]) name.value = this.#filled = option.dataset["name"];
    field.dispatchEvent(new Event("change", { bubbles: true }));
    this.#close();
    (option.dataset["name"] ? document.getElementById("f-subject") : name)?.focus();
  }
}

customElements.define("contact-combobox", ContactCombobox);

/** While the subject of a new ticket is typed: open tickets that are like it, found by the server a moment after the last letter. */

const pause = 400;

class SimilarTickets extends HTMLElement {
  #timer = 0;
  #asked: AbortController | null = null;

  connectedCallback(): void {
    document.addEventListener("input", this.#onInput);
    const field = document.getElementById(this.dataset["field"] ?? "") as HTMLInputElement | null;
    if (field?.value) void this.#ask(field.value);
  }

  disconnectedCallback(): void {
    document.removeEventListener("input", this.#onInput);
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  #onInput = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    if (field.id !== this.dataset["field"]) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(field.value), pause);
  };

  async #ask(subject: string): Promise<void> {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const address = `${this.dataset["src"] ?? ""}?${new URLSearchParams({ subject }).toString()}`;
    try {
      const answer = await fetch(address, { signal: this.#asked.signal, headers: { "HX-Request": "true" } });
      if (answer.ok && !answer.redirected) this.innerHTML = await answer.text();
    } catch {
      return; // A newer question took its place, or there is no connection.
    }
  }
}

customElements.define("similar-tickets", SimilarTickets);
export {};

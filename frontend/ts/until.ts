/** <until-there id="…"> asks its page for itself every few seconds until what it waits for is there (data-there). Without this, a link does. */

const every = 4_000;

class UntilThere extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    if (!this.hasAttribute("data-there")) this.#timer = window.setTimeout(() => void this.#look(), every);
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const headers = { "HX-Request": "true" };
    const answer = document.hidden ? null : await fetch(location.href, { headers }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const part = document.createElement("template");
      part.innerHTML = await answer.text();
      const found = part.content.firstElementChild;
      if (found && found.innerHTML !== this.innerHTML) this.innerHTML = found.innerHTML; // on the way: it came, and is being read
      if (found?.hasAttribute("data-there")) {
        this.setAttribute("data-there", "");
        return;
      }
    }
    if (this.isConnected) this.#timer = window.setTimeout(() => void this.#look(), every);
  }
}

customElements.define("until-there", UntilThere);
export {};

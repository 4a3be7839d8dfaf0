/** The clock of a call that goes on: <call-timer> starts and stops it; what it counted becomes the minutes of the form, begun ones whole.
 *  timer.ts draws it, as it draws every timer that runs. */

class CallTimer extends HTMLElement {
  #since = 0;
  #counted = 0;

  connectedCallback(): void {
    this.hidden = false;
    this.#button?.addEventListener("click", () => (this.#since ? this.#stop() : this.#start()));
    // Before anybody reads the form: whoever writes it down has hung up.
    this.closest("form")?.addEventListener("submit", () => this.#since && this.#stop(), { capture: true });
  }

  get #button(): HTMLButtonElement | null {
    return this.querySelector("button");
  }

  #field(name: string): HTMLInputElement | null {
    return this.closest("form")?.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? null;
  }

  #start(): void {
    this.#since = Date.now();
    const shown = this.querySelector("b");
    shown?.setAttribute("data-counts", String(this.#counted));
    const book = this.#field("booked");
    if (book) book.checked = true;
    this.#say("stop", "running");
  }

  #stop(): void {
    this.#counted += Math.round((Date.now() - this.#since) / 1000);
    this.#since = 0;
    this.querySelector("b")?.removeAttribute("data-counts");
    const minutes = this.#field("minutes");
    if (minutes) {
      minutes.value = String(Math.max(1, Math.ceil(this.#counted / 60)));
      minutes.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.#say("on", "stopped");
  }

  #say(button: string, status: string): void {
    const words = this.#button?.querySelector("span");
    if (words) words.textContent = this.dataset[button] ?? "";
    const told = this.querySelector("[role=status]");
    if (told) told.textContent = (this.dataset[status] ?? "").replace("{minutes}", this.#field("minutes")?.value ?? "");
  }
}

customElements.define("call-timer", CallTimer);
export {};

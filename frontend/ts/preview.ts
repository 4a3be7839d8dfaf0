/** The preview of a response in the settings: its text with the values of a real ticket, drawn by the server. */

class ResponsePreview extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => void this.#draw());
  }

  async #draw(): Promise<void> {
    const field = document.getElementById(this.dataset["field"] ?? "") as HTMLTextAreaElement | null;
    const place = this.querySelector<HTMLElement>("[role=status]");
    const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
    if (!field || !place) return;
    const body = new URLSearchParams({ body: field.value, csrfmiddlewaretoken: token });
    const answer = await fetch(this.dataset["src"] ?? "", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) place.innerHTML = await answer.text();
  }
}

customElements.define("response-preview", ResponsePreview);
export {};

/** The preview of a look follows the colour and the logo while they are chosen; nothing is sent. Lightness is the server's: mail/colours.py. */

const hex = /^#[0-9a-f]{6}$/i;

class LookPreview extends HTMLElement {
  readonly #leaving = new AbortController();

  connectedCallback(): void {
    const form = document.getElementById(this.dataset["form"] ?? "");
    const swatch = form?.querySelector<HTMLInputElement>(".patch");
    const field = document.getElementById(swatch?.dataset["for"] ?? "") as HTMLInputElement | null;
    if (!form || !swatch || !field) return;
    swatch.hidden = false;
    form.addEventListener(
      "input",
      (event) => {
        if (event.target === swatch) field.value = swatch.value;
        if (event.target === field && hex.test(field.value.trim())) swatch.value = field.value.trim().toLowerCase();
        if (event.target === swatch || event.target === field) this.#paint(swatch.value);
      },
      { signal: this.#leaving.signal },
    );
    form.addEventListener("change", (event) => this.#read(event.target), { signal: this.#leaving.signal });
    if (hex.test(field.value.trim())) swatch.value = field.value.trim().toLowerCase();
    if (swatch.value !== swatch.dataset["now"]) this.#paint(swatch.value); // as it was typed before
  }

  disconnectedCallback(): void {
    this.#leaving.abort();
  }

  #paint(colour: string): void {
    for (const part of this.querySelectorAll<SVGElement>("[data-solid]")) part.style.fill = `oklch(from ${colour} 0.46 0.11 h)`;
    if (document.body.hasAttribute("data-brand")) document.documentElement.style.setProperty("--brand", colour);
  }

  #read(from: EventTarget | null): void {
    const file = from instanceof HTMLInputElement && from.type === "file" ? from.files?.[0] : undefined;
    if (!file?.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => this.#show(String(reader.result)));
    reader.readAsDataURL(file);
  }

  #show(logo: string): void {
    for (const image of this.querySelectorAll("[data-logo]")) {
      image.setAttribute("href", logo);
      image.removeAttribute("display");
    }
    for (const text of this.querySelectorAll<SVGElement>("[data-beside]")) text.setAttribute("x", text.dataset["beside"] ?? "0");
    this.querySelector("[data-no-logo]")?.setAttribute("display", "none");
  }
}

customElements.define("look-preview", LookPreview);
export {};

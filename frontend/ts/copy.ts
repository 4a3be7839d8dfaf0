/** <copy-link hidden><button data-copy="address">: shows itself where the browser can copy, copies, and says so. */
import { showToast } from "./toast";

class CopyLink extends HTMLElement {
  connectedCallback(): void {
    this.hidden = !navigator.clipboard;
    this.addEventListener("click", this.#copy);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#copy);
  }

  #copy = async (event: Event): Promise<void> => {
    const address = (event.target as Element).closest<HTMLElement>("[data-copy]")?.dataset["copy"];
    if (!address) return;
    await navigator.clipboard.writeText(address);
    showToast({ text: this.dataset["done"] ?? "", kind: "success", seconds: 3 });
  };
}

customElements.define("copy-link", CopyLink);

/**
 * <copy-link hidden><button data-copy="address">: shows itself where the browser can copy, copies, and says so. In a menu it is there always: where the
 * browser cannot copy (no HTTPS), it goes to the address, to be copied from where addresses stand.
 */
import { showToast } from "./toast";

class CopyLink extends HTMLElement {
  connectedCallback(): void {
    this.hidden = !navigator.clipboard && !this.closest("[role=menu]");
    this.addEventListener("click", this.#copy);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#copy);
  }

  #copy = async (event: Event): Promise<void> => {
    const address = (event.target as Element).closest<HTMLElement>("[data-copy]")?.dataset["copy"];
    if (!address) return;
    if (!navigator.clipboard) return location.assign(address);
    await navigator.clipboard.writeText(address);
    showToast({ text: this.dataset["done"] ?? "", kind: "success", seconds: 3 });
  };
}

customElements.define("copy-link", CopyLink);

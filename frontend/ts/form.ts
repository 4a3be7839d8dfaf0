/** What a browser runs for a web form, also inside of another site: no cookies, nothing but the form itself. */
import "./theme";
import "./fields";
import "./menu";
import { prove } from "./proof";
import "./uploads";

class WebForm extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (form) prove(this, form);
    this.addEventListener("change", (event) => {
      const name = (event.target as HTMLInputElement).name;
      if (name === "category" || name.startsWith("fields.")) void this.#ask();
    });
  }

  /** Draws the fields anew that depend on what was chosen; what is typed meanwhile stays, as the answer is to an older question then. */
  async #ask(): Promise<void> {
    const form = this.querySelector("form");
    const box = this.querySelector("#custom-fields");
    if (!form || !box) return;
    const given = new FormData(form);
    given.delete("files");
    const answer = await fetch(this.dataset["src"] ?? "", { method: "POST", body: given, credentials: "omit" }).catch(() => null);
    if (!answer?.ok || this.#words(given) !== this.#words(new FormData(form))) return;
    const fresh = document.createRange().createContextualFragment(await answer.text()).querySelector("#custom-fields");
    const at = document.activeElement?.id;
    if (fresh && fresh.innerHTML !== box.innerHTML) box.replaceWith(fresh);
    if (at) document.getElementById(at)?.focus();
  }

  #words(data: FormData): string {
    return JSON.stringify([...data].filter(([name]) => name.startsWith("fields.") || name === "category"));
  }
}

customElements.define("web-form", WebForm);

if (document.body.matches("[data-embedded]") && window.parent !== window) {
  const tell = (): void => {
    const moondesk = document.querySelector("web-form") ? "form" : "sent";
    // A height is no secret, and whose page this is only the frame's ancestors know, which the policy has checked.
    window.parent.postMessage({ moondesk, height: document.documentElement.getBoundingClientRect().height }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
}

/** The composer: a draft per ticket in this browser, Ctrl Enter, the right words in the empty field. Tabs, colours and growing are CSS. */
import { storage } from "./dom";

interface Draft {
  kind: string;
  text: string;
  /** How many messages of ours stood on the page when it was sent: more of them later means it arrived. */
  sending?: number;
}

function ownMessages(): number {
  return document.querySelectorAll(".msg.me, .msg.reply, .msg.note").length;
}

class TicketComposer extends HTMLElement {
  static observedAttributes = ["data-draft"];
  #sent = false;

  get #key(): string | null {
    return this.dataset["draft"] ? `moondesk:draft:${this.dataset["draft"]}` : null;
  }
  get #text(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }
  get #kind(): string {
    return this.querySelector<HTMLInputElement>('input[name="kind"]:checked')?.value ?? "reply";
  }

  connectedCallback(): void {
    this.addEventListener("input", this.#onInput);
    this.addEventListener("change", this.#onKind);
    this.addEventListener("keydown", this.#onKey);
    this.addEventListener("submit", this.#onSubmit);
    document.addEventListener("htmx:before:swap", this.#onAnswer);
    this.#restore();
  }

  disconnectedCallback(): void {
    document.removeEventListener("htmx:before:swap", this.#onAnswer);
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    // Another ticket was morphed into this place: wait for its field, then show its own draft.
    if (before !== null && this.isConnected) queueMicrotask(() => this.#restore(true));
  }

  /** Chooses Reply or Note and goes to the field. */
  open(kind: "reply" | "note"): void {
    const choice = this.querySelector<HTMLInputElement>(`input[name="kind"][value="${kind}"]`);
    if (choice) choice.checked = true;
    this.#onKind();
    this.#text?.focus();
  }

  #restore(replace = false): void {
    const field = this.#text;
    if (!field) return;
    if (replace) field.value = field.defaultValue;
    const draft = this.#read();
    if (draft && draft.sending !== undefined && ownMessages() > draft.sending) this.#write(null);
    else if (draft?.text && !field.value.trim()) {
      field.value = draft.text;
      const choice = this.querySelector<HTMLInputElement>(`input[name="kind"][value="${draft.kind}"]`);
      if (choice) choice.checked = true;
      this.#say(this.dataset["restored"] ?? "");
    } else this.#say("");
    this.#onKind();
  }

  #read(): Draft | null {
    const kept = this.#key && storage.get(this.#key);
    try {
      return kept ? (JSON.parse(kept) as Draft) : null;
    } catch {
      return null;
    }
  }

  #write(draft: Draft | null): void {
    if (this.#key) storage.set(this.#key, draft?.text.trim() ? JSON.stringify(draft) : null);
  }

  #say(words: string): void {
    const place = this.querySelector("[data-saved-at]");
    if (place) place.textContent = words;
  }

  #onInput = (): void => {
    const text = this.#text?.value ?? "";
    this.#write({ kind: this.#kind, text });
    const now = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format();
    this.#say(text.trim() && this.dataset["saved"] ? `${this.dataset["saved"]} ${now}` : "");
  };

  #onKind = (): void => {
    const field = this.#text;
    const words = field?.dataset[this.#kind];
    if (field && words) field.placeholder = words;
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    const buttons = [...this.querySelectorAll<HTMLButtonElement>("button[data-send]")];
    const button = buttons.find((one) => one.checkVisibility());
    if (button) this.querySelector("form")?.requestSubmit(button);
  };

  #onSubmit = (event: Event): void => {
    const field = this.#text;
    if (!field?.value.trim()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      field?.focus();
      return;
    }
    this.#sent = true;
    this.#write({ kind: this.#kind, text: field.value, sending: ownMessages() });
  };

  /** The answer to our form: only when it was taken does the draft go. */
  #onAnswer = (event: Event): void => {
    const ctx = (event as CustomEvent<{ ctx: { sourceElement?: Element; response?: { status: number } } }>).detail.ctx;
    if (!this.#sent || !ctx.sourceElement || !this.contains(ctx.sourceElement)) return;
    this.#sent = false;
    if (!ctx.response || ctx.response.status >= 400) return;
    this.#write(null);
    if (this.#text) this.#text.value = "";
    this.#say("");
  };
}

customElements.define("ticket-composer", TicketComposer);
export type { TicketComposer };

/** The composer: a draft per ticket in this browser, Ctrl Enter, the right words in the empty field. Tabs, colours and growing are CSS. */
import { newKey, ownMessages, readDraft, writeDraft } from "./draft";
import { sendAgain, settled } from "./sending";

/** The server is not there, or is being started again. */
const away = new Set([502, 503, 504]);

class TicketComposer extends HTMLElement {
  static observedAttributes = ["data-draft"];
  #sent: HTMLButtonElement | null = null;

  get #key(): string | null {
    return this.dataset["draft"] ? `moondesk:draft:${this.dataset["draft"]}` : null;
  }
  get #text(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }
  get #once(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>('input[name="key"]');
  }
  get #kind(): string {
    return this.querySelector<HTMLInputElement>('input[name="kind"]:checked')?.value ?? "reply";
  }

  connectedCallback(): void {
    this.addEventListener("input", this.#onInput);
    this.addEventListener("change", this.#onKind);
    this.addEventListener("keydown", this.#onKey);
    this.addEventListener("submit", this.#onSubmit);
    // Before the listeners that speak of every other answer.
    document.addEventListener("htmx:before:swap", this.#onAnswer, true);
    document.addEventListener("htmx:error", this.#onLost, true);
    this.#restore();
  }

  disconnectedCallback(): void {
    document.removeEventListener("htmx:before:swap", this.#onAnswer, true);
    document.removeEventListener("htmx:error", this.#onLost, true);
    settled();
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    // Another ticket was morphed into this place: wait for its field, then show its own draft.
    if (before === null || !this.isConnected) return;
    settled();
    queueMicrotask(() => this.#restore(true));
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
    const draft = readDraft(this.#key);
    if (draft && draft.sending !== undefined && ownMessages() > draft.sending) writeDraft(this.#key, null);
    else if (draft?.text && !field.value.trim()) {
      field.value = draft.text;
      const choice = this.querySelector<HTMLInputElement>(`input[name="kind"][value="${draft.kind}"]`);
      if (choice) choice.checked = true;
      if (draft.sending !== undefined && draft.key && this.#once) this.#once.value = draft.key;
      this.#say(this.dataset[draft.sending === undefined ? "restored" : "unsent"] ?? "");
    } else this.#say("");
    this.#onKind();
  }

  #say(words: string): void {
    const place = this.querySelector("[data-saved-at]");
    if (place) place.textContent = words;
  }

  #onInput = (): void => {
    // What is written now is another message than the one that may have arrived.
    if (readDraft(this.#key)?.sending !== undefined && this.#once) this.#once.value = newKey();
    settled();
    const text = this.#text?.value ?? "";
    writeDraft(this.#key, { kind: this.#kind, text });
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
    if (!field || (!field.value.trim() && !this.querySelector("input[name=file_id]"))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      field?.focus();
      return;
    }
    this.#sent = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    writeDraft(this.#key, { kind: this.#kind, text: field.value, sending: ownMessages(), key: this.#once?.value ?? "" });
  };

  /** The answer to our form: only when it was taken does the draft go. */
  #onAnswer = (event: Event): void => {
    const ctx = (event as CustomEvent<{ ctx: { sourceElement?: Element; response?: { status: number } } }>).detail.ctx;
    if (!this.#sent || !ctx.sourceElement || !this.contains(ctx.sourceElement)) return;
    if (ctx.response && away.has(ctx.response.status)) return this.#onLost(event);
    this.#sent = null;
    settled();
    if (!ctx.response || ctx.response.status >= 400) return;
    writeDraft(this.#key, null);
    if (this.#text) this.#text.value = "";
    this.#say("");
  };

  /** No answer came: the same is sent again, by itself, with the same key. */
  #onLost = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail;
    const value = this.#sent?.value;
    if (value === undefined || !ctx?.sourceElement || !this.contains(ctx.sourceElement)) return;
    event.preventDefault();
    this.#say(this.dataset["unsent"] ?? "");
    const { notSent = "", waits = "", now = "" } = this.dataset;
    const send = (): void => {
      const form = this.querySelector("form");
      const button = form?.querySelector<HTMLButtonElement>(`button[name="status"][value="${CSS.escape(value)}"]`);
      if (this.isConnected && button) form?.requestSubmit(button);
    };
    sendAgain(send, { title: notSent, text: waits, now });
  };
}

customElements.define("ticket-composer", TicketComposer);
export type { TicketComposer };

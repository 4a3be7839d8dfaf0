/** Files while writing: chosen, dropped or pasted, each uploaded at once with its progress; the form then sends only their ids. */
import { changed, named, remark, row as rowOf } from "./chips";

type Answer = Partial<Record<"id" | "size" | "message", string>>;

class FileUploads extends HTMLElement {
  #running = 0;
  #afterwards: HTMLElement | null = null;

  connectedCallback(): void {
    this.classList.add("ready");
    this.addEventListener("change", this.#onChange);
    this.addEventListener("click", this.#onClick);
    const form = this.#form;
    form?.addEventListener("paste", this.#onPaste);
    form?.addEventListener("dragover", this.#onDrag);
    form?.addEventListener("dragleave", this.#onLeave);
    form?.addEventListener("drop", this.#onDrop);
    form?.addEventListener("submit", this.#onSubmit, { capture: true });
  }

  get #form(): HTMLFormElement | null {
    return this.closest("form");
  }

  #say(words: string): void {
    this.querySelector("[role=status]")?.replaceChildren(words);
  }

  #tell(): void {
    this.dispatchEvent(new Event(changed, { bubbles: true }));
  }

  #words = (name: string, file: string): string => (this.dataset[name] ?? "").replace("{name}", file);

  #onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.type !== "file") return;
    for (const file of input.files ?? []) this.#upload(file);
    input.value = "";
  };

  #onClick = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-drop-file]");
    const row = button?.closest("li");
    if (!row) return;
    const id = row.querySelector<HTMLInputElement>("input[name=file_id]")?.value;
    if (id) void fetch(`${this.dataset["action"] ?? ""}/${id}/removal`, { method: "POST", body: this.#data(), headers: this.#headers() });
    row.dispatchEvent(new Event("dropped"));
    row.remove();
    this.#tell();
    (this.#form?.querySelector<HTMLElement>("textarea") ?? this).focus();
  };

  #onPaste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Text copied from an office program brings a picture of itself along: the text is what is meant.
    if (!files.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    files.forEach((file) => this.#upload(file));
  };

  #onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#form?.setAttribute("data-dropping", this.dataset["drop"] ?? "");
  };
  #onLeave = (event: DragEvent): void => {
    if (!this.#form?.contains(event.relatedTarget as Node | null)) this.#form?.removeAttribute("data-dropping");
  };
  #onDrop = (event: DragEvent): void => {
    this.#form?.removeAttribute("data-dropping");
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    files.forEach((file) => this.#upload(file));
  };

  /** Waits for what is still on its way, then sends by the same button. */
  #onSubmit = (event: SubmitEvent): void => {
    if (!this.#running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#afterwards = event.submitter;
    this.#say(this.dataset["wait"] ?? "");
  };

  #headers(): Record<string, string> {
    return { "X-CSRFToken": this.#form?.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "" };
  }

  #data(): FormData {
    const data = new FormData();
    const extra = this.dataset["extra"];
    if (extra) data.set(extra, this.#form?.querySelector<HTMLInputElement>(`input[name=${extra}]`)?.value ?? "");
    return data;
  }

  #row(file: File): { row: HTMLLIElement; bar: HTMLProgressElement; note: HTMLSpanElement } {
    const note = remark();
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    const row = rowOf(file.name, this.#words("remove", file.name), note, bar);
    this.querySelector("ul")?.append(row);
    return { row, bar, note };
  }

  #upload(file: File): void {
    const { row, bar, note } = this.#row(file);
    const data = this.#data();
    data.set("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", this.dataset["action"] ?? "");
    for (const [name, value] of Object.entries(this.#headers())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }): void => void (bar.value = (100 * loaded) / total);
    request.onloadend = (): void => {
      this.#running -= 1;
      bar.remove();
      this.#settle(row, note, file, request);
      const button = this.#afterwards;
      if (this.#running || !button) return;
      this.#afterwards = null;
      if (!this.querySelector(".upload.bad")) this.#form?.requestSubmit(button);
    };
    row.addEventListener("dropped", () => request.abort());
    this.#running += 1;
    request.send(data);
  }

  #settle(row: HTMLLIElement, note: HTMLSpanElement, file: File, request: XMLHttpRequest): void {
    const answer = request.response as Answer | null;
    if (request.status === 201 && answer?.id) {
      note.textContent = answer.size ?? "";
      row.append(named(answer.id));
      this.#tell();
      this.#say(this.#words("done", file.name));
      return;
    }
    row.classList.add("bad");
    note.setAttribute("role", "alert");
    note.textContent = answer?.message ?? this.dataset["lost"] ?? "";
  }
}

customElements.define("file-uploads", FileUploads);

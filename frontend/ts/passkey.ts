/**
 * <pass-key data-options="{…}" | data-src="address">: a form whose button asks the browser for a passkey, and sends what it answers.
 * data-create makes a new one. Bytes travel as base64url, as the server's library writes them.
 */

type Json = Record<string, unknown>;

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0)).buffer;
};

const text = (buffer: ArrayBuffer): string =>
  btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function opened(options: Json): Json {
  const key = { ...(options["publicKey"] as Json) };
  key["challenge"] = bytes(key["challenge"] as string);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (Array.isArray(key[list])) key[list] = (key[list] as Json[]).map((one) => ({ ...one, id: bytes(one["id"] as string) }));
  }
  if (key["user"]) {
    key["user"] = { ...(key["user"] as Json), id: bytes((key["user"] as Json)["id"] as string) };
    // One that the device finds by itself signs in without an address; a plain security key does as the second step.
    key["authenticatorSelection"] = { residentKey: "preferred", userVerification: "preferred" };
  }
  return { publicKey: key };
}

/** What the server checks of an answer: every buffer in it as text. */
function answer(given: PublicKeyCredential): Json {
  const response: Json = {};
  const from = given.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] as const) {
    const value = from[name];
    if (value) response[name] = text(value);
  }
  if (from.getTransports) response["transports"] = from.getTransports();
  const { id, type, authenticatorAttachment } = given;
  return { id, rawId: text(given.rawId), type, response, authenticatorAttachment, clientExtensionResults: given.getClientExtensionResults() };
}

class PassKey extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", this.#ask);
    if (!window.PublicKeyCredential || !window.isSecureContext || /^[\d.]+$|^\[/.test(location.hostname)) {
      this.#say(this.dataset["unable"]);
      this.querySelector("button")?.setAttribute("disabled", "");
    }
  }

  disconnectedCallback(): void {
    this.removeEventListener("submit", this.#ask);
  }

  #say(words = ""): void {
    const place = this.querySelector("[role=alert]");
    if (place) place.textContent = words;
  }

  #ask = async (event: SubmitEvent): Promise<void> => {
    const form = event.target as HTMLFormElement;
    const field = form.querySelector<HTMLInputElement>("input[name=credential]");
    if (!field || field.value) return;
    event.preventDefault();
    this.#say();
    try {
      const options = opened(await this.#options());
      const given = await ("create" in this.dataset ? navigator.credentials.create(options) : navigator.credentials.get(options));
      if (!given) throw new Error("nothing given");
      field.value = JSON.stringify(answer(given as PublicKeyCredential));
      form.submit();
    } catch {
      this.#say(this.dataset["failed"]);
    }
  };

  async #options(): Promise<Json> {
    const { options, src } = this.dataset;
    if (options) return JSON.parse(options) as Json;
    const asked = await fetch(src ?? "", { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!asked.ok) throw new Error("refused");
    return ((await asked.json()) as Json)["request_options"] as Json;
  }
}

customElements.define("pass-key", PassKey);

/** The work that some web forms ask of a browser: done in a worker while one writes, and waited for only by who is faster than that.
 *  Where it cannot be done the form goes without, and the server asks to confirm the address instead. */

const LONGEST = 20_000;

export function prove(place: HTMLElement, form: HTMLFormElement): void {
  const { challenge, bits, worker: source } = place.dataset;
  const field = form.querySelector<HTMLInputElement>("input[name=proof]");
  if (!challenge || !source || !field) return;
  let isDone = false;
  let isWaiting = false;
  const done = work(source, challenge, Number(bits)).then((answer) => {
    field.value = answer;
    isDone = true;
  });
  form.addEventListener("submit", (event) => {
    if (isDone) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    const status = form.querySelector<HTMLElement>("[data-working]");
    if (status) status.textContent = status.dataset["working"] ?? "";
    void done.then(() => {
      if (status) status.textContent = "";
      form.requestSubmit(event.submitter);
    });
  });
}

/** The answer, or nothing where there are no workers or it takes too long. */
function work(source: string, challenge: string, bits: number): Promise<string> {
  return new Promise((resolve) => {
    try {
      const worker = new Worker(source);
      const end = (answer: string): void => {
        worker.terminate();
        resolve(answer);
      };
      worker.addEventListener("message", ({ data }: MessageEvent<string>) => end(data));
      worker.addEventListener("error", () => end(""));
      setTimeout(() => end(""), LONGEST);
      worker.postMessage({ challenge, bits });
    } catch {
      resolve("");
    }
  });
}

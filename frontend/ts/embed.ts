/** What another site loads: puts a web form where its script tag stands, in a frame that is as high as the form. Sets no cookie.
 *  <script src="https://desk.example/acme/help/forms/embed.js" data-form="contact" async></script>, also data-lang, data-theme, data-title. */
const tag = document.currentScript as HTMLScriptElement | null;

function place(script: HTMLScriptElement): void {
  const { form, lang, theme, title, category, subject } = script.dataset;
  if (!form) return;
  const source = new URL(`./${encodeURIComponent(form)}`, script.src);
  source.searchParams.set("embed", "1");
  for (const [name, value] of Object.entries({ lang, theme, category, subject })) if (value) source.searchParams.set(name, value);
  const frame = document.createElement("iframe");
  frame.src = source.href;
  frame.title = title ?? document.title;
  Object.assign(frame.style, { width: "100%", height: "640px", border: "0", display: "block", colorScheme: "auto" });
  let isSent = false;
  addEventListener("message", (event: MessageEvent<{ moondesk?: unknown; height?: unknown } | null>) => {
    if (event.source !== frame.contentWindow || event.origin !== source.origin || !event.data) return;
    const { moondesk, height } = event.data;
    if (moondesk !== "form" && moondesk !== "sent") return;
    if (typeof height === "number" && height > 0 && height < 20_000) frame.style.height = `${Math.ceil(height)}px`;
    // What is said after sending stands where the form began, which may be above of what one sees.
    if (moondesk === "sent" && !isSent) frame.scrollIntoView({ block: "nearest" });
    isSent = moondesk === "sent";
  });
  script.after(frame);
}

if (tag) place(tag);

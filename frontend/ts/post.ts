/** Parts that are loaded later send changes by the desk's own form, so that the answer is swapped in, told and undone as any other. */
import htmx from "htmx.org";
import { onContent } from "./dom";

interface Post {
  action: string;
  values: Record<string, string>;
  failed: () => void;
}
const sent = new Map<Element, Post>();

document.addEventListener("moondesk:post", (event) => {
  const post = (event as CustomEvent<Post>).detail;
  const blank = document.querySelector<HTMLFormElement>("#board-form");
  if (!blank) return;
  const form = blank.cloneNode(true) as HTMLFormElement;
  form.removeAttribute("id");
  form.action = post.action;
  for (const [name, value] of Object.entries(post.values)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  blank.after(form);
  sent.set(form, post);
  htmx.process(form);
  form.requestSubmit();
});
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { sourceElement?: Element; response?: { status: number } } }>).detail;
  const post = ctx.sourceElement && sent.get(ctx.sourceElement);
  if (!post || !ctx.sourceElement) return;
  sent.delete(ctx.sourceElement);
  ctx.sourceElement.remove();
  if (!ctx.response || ctx.response.status >= 400) post.failed();
});

/** The chart of a timeline brings its script when there is one. */
onContent(() => {
  const source = document.querySelector<HTMLElement>("[data-timeline]")?.dataset["timeline"];
  if (!source || document.querySelector(`script[src="${source}"]`)) return;
  const script = document.createElement("script");
  script.src = source;
  document.head.append(script);
});
/** The button beside a day stands out once the day differs. */
document.addEventListener("change", (event) => {
  const field = event.target as HTMLInputElement;
  if (field.matches(".dates input[type=date]")) field.form?.classList.add("changed");
});

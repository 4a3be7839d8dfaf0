/** What was copied elsewhere, as markdown: rich text from a mail or a page, a table from a spreadsheet. */

const skipped = "script, style, head, title, template, noscript, meta, link, svg, math, object, iframe";
const marks: Record<string, string> = { B: "**", STRONG: "**", I: "*", EM: "*", S: "~~", DEL: "~~", STRIKE: "~~" };
const rich = "b, strong, i, em, s, del, strike, a[href], ul, ol, table, pre, blockquote, h1, h2, h3, h4, h5, h6, code";
const blocks = new Set(["P", "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "DL", "DT", "DD", "FIGURE", "ADDRESS", "FORM", "TR"]);
const schemes = /^(https?|mailto|tel):/i;

function escape(text: string): string {
  return text.replace(/[\\`*[\]]/g, "\\$&").replace(/(^|\W)_|_(?=\W|$)/g, (found) => found.replace("_", "\\_")).replace(/~~/g, "\\~~");
}

/** Signs at the beginning of a line that would make a heading, a list or a quote of it. */
function plainStart(line: string): string {
  return line.replace(/^(#{1,6}\s|[-+>]\s?|\d+[.)]\s)/, (found) => (/^\d/.test(found) ? found.replace(/[.)]/, "\\$&") : `\\${found}`));
}

function wrap(mark: string, inside: string): string {
  const text = inside.trim();
  if (!text || text.includes("\n\n")) return inside;
  return `${/^\s/.test(inside) ? " " : ""}${mark}${text}${mark}${/\s$/.test(inside) ? " " : ""}`;
}

/** Bold by style, as word processors say it; a B that is not bold is theirs, too. */
function markOf(element: HTMLElement): string {
  const weight = element.style.fontWeight;
  if (element.tagName === "B" && (weight === "normal" || weight === "400")) return "";
  if (element.tagName === "SPAN") {
    if (weight === "bold" || Number(weight) >= 600) return "**";
    return element.style.fontStyle === "italic" ? "*" : "";
  }
  return marks[element.tagName] ?? "";
}

function link(element: HTMLElement, inside: string): string {
  const address = element.getAttribute("href")?.trim() ?? "";
  const words = inside.replace(/\s+/g, " ").trim();
  if (!schemes.test(address) || !words) return inside;
  const plain = element.textContent?.trim() ?? "";
  if (plain === address || `mailto:${plain}` === address || `tel:${plain}` === address) return plain;
  return `[${words}](${address.replace(/[\s()<>]/g, encodeURIComponent)})`;
}

function list(element: HTMLElement): string {
  let number = Number(element.getAttribute("start") ?? 1);
  const lines: string[] = [];
  for (const child of element.children) {
    const text = tidy(inner(child));
    if (!text) continue;
    const sign = child.matches("ul, ol") ? "" : element.tagName === "OL" ? `${number++}. ` : "- ";
    lines.push(sign + text.split("\n").join(`\n${" ".repeat(sign.length || 2)}`));
  }
  return `\n\n${lines.join("\n")}\n\n`;
}

export function table(rows: string[][]): string {
  const width = Math.max(...rows.map((row) => row.length));
  const line = (row: string[]): string => `| ${Array.from({ length: width }, (_none, at) => (row[at] ?? "").replace(/\s+/g, " ").trim().replace(/\|/g, "\\|")).join(" | ")} |`;
  const [head = [], ...rest] = rows;
  return [line(head), `|${" --- |".repeat(width)}`, ...rest.map(line)].join("\n");
}

function tableOf(element: HTMLElement): string {
  const rows = [...element.querySelectorAll("tr")].map((row) => [...row.querySelectorAll(":scope > th, :scope > td")].map((cell) => inner(cell)));
  const filled = rows.filter((row) => row.some((cell) => cell.trim()));
  if (filled.length < 2 || Math.max(...filled.map((row) => row.length)) < 2) return `\n\n${filled.flat().join("\n\n")}\n\n`;
  return `\n\n${table(filled)}\n\n`;
}

function ofElement(element: HTMLElement): string {
  const name = element.tagName;
  if (element.matches(skipped) || element.hidden) return "";
  if (name === "BR") return "\n";
  if (name === "HR") return "\n\n---\n\n";
  if (name === "PRE") return `\n\n\`\`\`\n${element.textContent?.replace(/\n$/, "") ?? ""}\n\`\`\`\n\n`;
  if (name === "CODE") return element.textContent?.includes("`") ? element.textContent : `\`${element.textContent ?? ""}\``;
  if (name === "TABLE") return tableOf(element);
  if (name === "UL" || name === "OL") return list(element);
  const inside = inner(element);
  if (name === "A") return link(element, inside);
  if (name === "BLOCKQUOTE") return `\n\n${tidy(inside).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
  const level = /^H([1-6])$/.exec(name)?.[1];
  if (level) return `\n\n${"#".repeat(Math.min(Number(level), 4))} ${tidy(inside).replace(/\n+/g, " ")}\n\n`;
  if (name === "P") return `\n\n${inside}\n\n`;
  if (blocks.has(name)) return `\n${inside}\n`;
  const mark = markOf(element);
  return mark ? wrap(mark, inside) : inside;
}

function inner(node: Node): string {
  let text = "";
  for (const child of node.childNodes) {
    if (child instanceof Text) {
      const words = child.data.replace(/[ \t\r\n\f\u00a0]+/g, " ");
      text += plainStart(escape(text === "" || text.endsWith("\n") || text.endsWith(" ") ? words.trimStart() : words));
    } else if (child instanceof HTMLElement) text += ofElement(child);
  }
  return text;
}

function tidy(text: string): string {
  return text.replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** Markdown of copied HTML; nothing when it is plain text in a dress, which is best taken as it is. */
export function markdownOf(html: string): string | null {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  if (!body.querySelector(rich) && !/font-weight:\s*(bold|[6-9]00)|font-style:\s*italic/.test(html)) return null;
  return tidy(inner(body));
}

/** A markdown table of lines with tabs, as a spreadsheet copies them; nothing for any other text. */
export function tableOfText(text: string): string | null {
  const rows = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || width < 2 || rows.some((row) => row.length !== width)) return null;
  return table(rows.map((row) => row.map(escape)));
}

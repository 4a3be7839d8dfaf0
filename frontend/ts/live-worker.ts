/**
 * One worker per browser holds one event stream per organization and hands every event to every tab. Browsers allow six
 * connections to a host; ten tabs of the desk need one. A tab says {open: address}, then {here: true} every 20 seconds; a tab that
 * has not been heard of for three minutes is gone, and a stream without tabs is closed.
 */
export {};

interface Port {
  port: MessagePort;
  seen: number;
}
interface Stream {
  source: EventSource;
  ports: Set<Port>;
  up: boolean;
  /** The last of what says how things are, for a tab that comes later. */
  state: Map<string, string>;
}

const names = ["ticket", "counts", "resync", "presence", "notification", "unread", "config", "rights"];
const streams = new Map<string, Stream>();
const patience = 60_000; // for the server, which pings every 15 seconds
const forgotten = 180_000; // for a tab: a hidden one may speak only once a minute

function tell(stream: Stream, message: unknown): void {
  for (const { port } of stream.ports) port.postMessage(message);
}

/** What is kept by its own name; all else is of a ticket: who is on it. */
const whole = ["unread", "config", "rights"];

/** Keeps what is unread, how all is set up, what the reader may do, and who is on which ticket. */
function keep(stream: Stream, name: string, data: string): void {
  if (whole.includes(name)) stream.state.set(name, data);
  if (name !== "presence") return;
  const { ticket, people } = JSON.parse(data) as { ticket: string; people: unknown[] };
  if (people.length) stream.state.set(ticket, data);
  else stream.state.delete(ticket);
}

function connect(address: string): Stream {
  const stream: Stream = { source: new EventSource(address, { withCredentials: true }), ports: new Set(), up: false, state: new Map() };
  let lastHeard = Date.now();
  const heard = (): void => {
    lastHeard = Date.now();
  };
  const listen = (source: EventSource): void => {
    source.addEventListener("open", () => {
      heard();
      stream.up = true;
      stream.state.clear();
      tell(stream, { state: "up" });
    });
    source.addEventListener("error", () => {
      stream.up = false;
      tell(stream, { state: "down" });
      // The browser tries again by itself, but not after a refusal: then we do, slowly.
      if (source.readyState === EventSource.CLOSED) setTimeout(renew, 10_000);
    });
    source.addEventListener("ping", heard);
    for (const name of names) {
      source.addEventListener(name, (event) => {
        heard();
        const { data } = event as MessageEvent<string>;
        keep(stream, name, data);
        tell(stream, { name, data });
      });
    }
  };
  const renew = (): void => {
    if (streams.get(address) !== stream) return;
    stream.source.close();
    stream.source = new EventSource(address, { withCredentials: true });
    listen(stream.source);
    heard();
  };
  // A sleeping laptop keeps a dead connection for minutes; the server pings, so silence means it is gone.
  const watch = setInterval(() => {
    if (streams.get(address) !== stream) clearInterval(watch);
    else if (Date.now() - lastHeard > patience) {
      stream.up = false;
      tell(stream, { state: "down" });
      renew();
    }
  }, 15_000);
  listen(stream.source);
  streams.set(address, stream);
  return stream;
}

function leave(port: Port): void {
  for (const [address, stream] of streams) {
    stream.ports.delete(port);
    if (stream.ports.size) continue;
    stream.source.close();
    streams.delete(address);
  }
}

setInterval(() => {
  const gone = new Set<Port>();
  for (const stream of streams.values()) for (const port of stream.ports) if (Date.now() - port.seen > forgotten) gone.add(port);
  gone.forEach(leave);
}, 20_000);

addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0];
  if (!port) return;
  const one: Port = { port, seen: Date.now() };
  port.addEventListener("message", ({ data }: MessageEvent<{ open?: string; close?: boolean }>) => {
    one.seen = Date.now();
    if (data.close) leave(one);
    if (!data.open) return;
    const stream = streams.get(data.open) ?? connect(data.open);
    const isNew = !stream.ports.has(one);
    stream.ports.add(one);
    if (stream.up) port.postMessage({ state: "up" });
    if (isNew) for (const [key, kept] of stream.state) port.postMessage({ name: whole.includes(key) ? key : "presence", data: kept });
  });
  port.start();
});

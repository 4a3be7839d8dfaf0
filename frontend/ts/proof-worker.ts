/** Works for a web form apart from its page: looks for the number whose SHA-256 with the challenge begins with enough zero bits.
 *  With a SHA-256 of its own: crypto.subtle is not there on plain http, and is slow for so many short texts. */
export {};

const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);

/** The first 32 bits behind the point of a root. */
const part = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0;
const start = Int32Array.from(primes.slice(0, 8), (prime) => part(Math.sqrt(prime)));
const rounds = Int32Array.from(primes, (prime) => part(Math.cbrt(prime)));
const words = new Int32Array(64);

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** The first 32 bits of the hash of a text of up to 55 ASCII characters. */
function firstWord(text: string): number {
  words.fill(0, 0, 16);
  for (let i = 0; i <= text.length; i++) words[i >> 2]! |= (i < text.length ? text.charCodeAt(i) : 0x80) << (24 - 8 * (i & 3));
  words[15] = text.length * 8;
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15]!;
    const late = words[i - 2]!;
    const mixed = (turned(early, 7) ^ turned(early, 18) ^ (early >>> 3)) + (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
    words[i] = words[i - 16]! + words[i - 7]! + mixed;
  }
  let a = start[0]!, b = start[1]!, c = start[2]!, d = start[3]!, e = start[4]!, f = start[5]!, g = start[6]!, h = start[7]!;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i]! + words[i]!) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return (start[0]! + a) >>> 0;
}

addEventListener("message", ({ data }: MessageEvent<{ challenge: string; bits: number }>) => {
  let answer = 0;
  while (firstWord(`${data.challenge}:${answer}`) >>> (32 - data.bits)) answer += 1;
  (self as unknown as { postMessage: (said: unknown) => void }).postMessage(String(answer));
});

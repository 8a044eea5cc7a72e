const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: 48 bits of time and 80 of chance in Crockford's base 32, so that ids sort by age. */
export function ulid(at = Date.now()): string {
  let time = "";
  for (let rest = at, place = 0; place < 10; place++, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  const chance = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(chance, (byte) => ALPHABET.charAt(byte % 32)).join("");
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Return a new ULID (github.com/ulid/spec): 48 bits of time, 80 random bits. */
export function ulid(now = Date.now()): string {
  let time = "";
  for (let left = now, digit = 0; digit < 10; digit++, left = Math.floor(left / 32)) {
    time = ALPHABET.charAt(left % 32) + time;
  }
  const random = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(random, (byte) => ALPHABET.charAt(byte & 31)).join("");
}

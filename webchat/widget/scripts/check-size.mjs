// The widget loads on other people's pages: at most 30 kB as sent over the wire.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const limit = 30_000;
const size = gzipSync(readFileSync(new URL("../../static/widget.js", import.meta.url)), { level: 9 }).length;
console.log(`widget.js: ${size} bytes compressed, limit ${limit}`);
if (size > limit) process.exit(1);

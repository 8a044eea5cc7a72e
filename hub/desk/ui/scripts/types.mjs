// Writes src/api/schema.ts from the hub's OpenAPI document; with --check only says whether it is current.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const target = new URL("../src/api/schema.ts", import.meta.url);
const own = `${root}/.venv/bin/python`;
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");

const document = execFileSync(python, ["-m", "hub.desk.openapi"], { cwd: root, maxBuffer: 64 << 20 });
const heading = "// Made by `npm run types` from `python -m hub.desk.openapi`; not to be edited.\n\n";
const wanted = heading + astToString(await openapiTS(JSON.parse(document)));

if (!process.argv.includes("--check")) writeFileSync(target, wanted);
else if (!existsSync(target) || readFileSync(target, "utf8") !== wanted) {
  console.error("src/api/schema.ts does not fit the hub's API any more. Run `npm run types` in hub/desk/ui.");
  process.exit(1);
} else console.log("src/api/schema.ts fits the hub's API");

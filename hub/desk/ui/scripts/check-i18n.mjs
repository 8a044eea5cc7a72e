// Every catalogue has the keys of en.json, in the same order, with the same {variables}.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../src/i18n/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const variables = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join();

const english = read("en.json");
const faults = [];
for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
  const catalogue = read(name);
  for (const key of Object.keys(english)) {
    if (!catalogue[key]) faults.push(`${name}: "${key}" is missing or empty`);
    else if (variables(catalogue[key]) !== variables(english[key]))
      faults.push(`${name}: "${key}" does not use the variables of en.json`);
  }
  for (const key of Object.keys(catalogue)) {
    if (!(key in english)) faults.push(`${name}: "${key}" is not in en.json`);
  }
  if (!faults.length && Object.keys(catalogue).join() !== Object.keys(english).join())
    faults.push(`${name}: keys are not in the order of en.json`);
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`catalogues agree on ${Object.keys(english).length} keys`);

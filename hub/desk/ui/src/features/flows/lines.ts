/** Which step a line of a flow's text belongs to; lines count from 1. */
export function stepAtLine(text: string, number: number): string | null {
  const lines = text.split("\n");
  const steps = lines.findIndex((line) => /^steps:/.test(line));
  const indent = /^ +/.exec(lines.slice(steps + 1).find((line) => /^ +\w/.test(line)) ?? "")?.[0].length;
  if (steps < 0 || indent === undefined) return null;
  for (let at = Math.min(number, lines.length) - 1; at > steps; at--) {
    const [, lead = "", name] = /^( *)(\w+):/.exec(lines[at] ?? "") ?? [];
    if (name && lead.length === 0) return null;
    if (name && lead.length === indent) return name;
  }
  return null;
}

/** Changes to a flow's text that leave everything else in it as it was: comments, order, blank lines, quotes. */
import { isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { Definition } from "../../api/flows";
import { isValues, type Values } from "./definition";
import { definitionOf, documentOf, wholeText, written } from "./yamlText";

interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Where a pair or an item begins and ends. */
type Part = [ParsedNode, ParsedNode];
type Keyed = Pair<Scalar & ParsedNode, ParsedNode | null>;

/** The text with these values: only what differs is written anew. */
export function patched(text: string, wanted: Definition): string {
  const contents = documentOf(text)?.contents;
  if (!isMap(contents) || contents.flow) return wholeText(wanted);
  const patch = new Patch(text);
  patch.map(contents as YAMLMap.Parsed, wanted, false);
  const result = patch.applied();
  return same(definitionOf(result), wanted) ? result : wholeText(wanted);
}

/** Whether two plain values are the same, with their keys in the same order. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

class Patch {
  private readonly edits: Edit[] = [];

  constructor(private readonly text: string) {}

  applied(): string {
    return this.edits
      .toReversed() // what is put at the same place later stands behind
      .toSorted((one, other) => other.from - one.from || other.to - one.to)
      .reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), this.text);
  }

  map(node: YAMLMap.Parsed, wanted: Values, inline: boolean) {
    const pairs = node.items as Keyed[];
    const old = pairs.map((pair) => String(pair.key.value));
    const names = Object.keys(wanted);
    const changed = old.findIndex((name, index) => name !== names[index]);
    const isRenamed = old.length === names.length && changed >= 0 && same(old.toSpliced(changed, 1), names.toSpliced(changed, 1));
    if (isRenamed) this.replace(pairs[changed]!.key, names[changed]!, true);
    pairs.forEach((pair, index) => {
      const name = isRenamed ? names[index]! : old[index]!;
      if (name in wanted) this.value(pair, wanted[name], inline, this.column(pair.key));
      else this.removePart(pairs.map(({ key, value }) => [key, value ?? key]), index, inline, false, (at) => old[at]! in wanted);
    });
    if (isRenamed) return;
    names.forEach((name, index) => {
      if (old.includes(name)) return;
      const before = pairs.findLast((pair) => names.slice(0, index).includes(String(pair.key.value)));
      this.insert(before ?? pairs[0]!, before !== undefined, `${written(name, { inline: true })}:`, wanted[name], inline);
    });
  }

  private value(pair: Keyed, wanted: unknown, inline: boolean, column: number) {
    const { key, value } = pair;
    if (value && same(value.toJSON(), wanted)) return;
    if (value && this.inside(value, wanted, inline)) return;
    const colon = this.text.indexOf(":", key.range[1]);
    if (isScalar(value) && this.text.slice(colon + 1, value.range[0]).trim() === "" && value.range[1] > value.range[0] && typeof wanted !== "object") {
      this.replace(value, wanted, inline, column);
      return;
    }
    const end = value ? this.end(value) : colon + 1;
    this.edits.push({ from: colon + 1, to: Math.max(end, colon + 1), text: this.after(wanted, inline, column) });
  }

  /** Change what differs within a map or a list; false where it has to be written anew as a whole. */
  private inside(node: ParsedNode, wanted: unknown, inline: boolean): boolean {
    const within = inline || ("flow" in node && node.flow === true);
    if (isMap(node) && isValues(wanted) && node.items.length > 0 && Object.keys(wanted).some((name) => node.has(name))) {
      this.map(node as YAMLMap.Parsed, wanted, within);
      return true;
    }
    if (isSeq(node) && Array.isArray(wanted) && node.items.length > 0 && wanted.length > 0) {
      this.list(node as YAMLSeq.Parsed, wanted, within);
      return true;
    }
    return false;
  }

  private list(node: YAMLSeq.Parsed, wanted: unknown[], inline: boolean) {
    const items = node.items as ParsedNode[];
    const old = items.map((item) => item.toJSON() as unknown);
    let first = 0;
    while (first < old.length && first < wanted.length && same(old[first], wanted[first])) first++;
    let last = 0;
    while (last < Math.min(old.length, wanted.length) - first && same(old.at(-1 - last), wanted.at(-1 - last))) last++;
    const [was, will] = [old.length - last, wanted.length - last];
    const both = Math.min(was, will);
    for (let at = first; at < both; at++) {
      const item = items[at]!;
      if (!this.inside(item, wanted[at], inline)) this.replace(item, wanted[at], inline);
    }
    for (let at = both; at < was; at++) this.removePart(items.map((item) => [item, item]), at, inline, true, (other) => other < both || other >= was);
    for (let at = both; at < will; at++) {
      const before = items[both - 1];
      this.insert(before ?? items[0]!, before !== undefined, "-", wanted[at], inline);
    }
  }

  private replace(node: ParsedNode, wanted: unknown, inline: boolean, column = this.column(node)) {
    const like = isScalar(node) ? node.type : undefined;
    const isBlock = like === "BLOCK_LITERAL" || like === "BLOCK_FOLDED";
    const lines = written(wanted, { inline: inline && !isBlock, like }).replaceAll("\n", `\n${" ".repeat(column)}`);
    this.edits.push({ from: node.range[0], to: this.end(node), text: lines.replace(/^[ ]+$/gm, "") });
  }

  private insert(beside: Keyed | ParsedNode, isAfter: boolean, name: string, value: unknown, inline: boolean) {
    const [start, end] = "key" in beside ? [beside.key, beside.value ?? beside.key] : [beside, beside];
    if (inline) {
      const put = name === "-" ? written(value, { inline }) : `${name} ${written(value, { inline })}`;
      const at = isAfter ? end.range[1] : start.range[0];
      this.edits.push({ from: at, to: at, text: isAfter ? `, ${put}` : `${put}, ` });
      return;
    }
    const column = name === "-" ? this.dash(start) : this.column(start);
    const put = name === "-" ? ` ${this.lines(value, column + 2)}` : this.after(value, false, column);
    const at = isAfter ? this.lineEnd(this.end(end)) : start.range[0] - (name === "-" ? this.column(start) - column : 0);
    const line = name + put;
    this.edits.push({ from: at, to: at, text: isAfter ? `\n${" ".repeat(column)}${line}` : `${line}\n${" ".repeat(column)}` });
  }

  /** Remove one of several parts, with the comment right above it (above the first, it is about all). `stays` says which others are left. */
  private removePart(parts: Part[], index: number, inline: boolean, isItem: boolean, stays: (index: number) => boolean) {
    const [start, end] = parts[index]!;
    const next = parts[index + 1];
    const hasBefore = parts.some((_, at) => at < index && stays(at));
    if (inline) {
      const from = hasBefore || !next ? (parts[index - 1]?.[1].range[1] ?? start.range[0]) : start.range[0];
      const to = hasBefore || !next ? end.range[1] : next[0].range[0];
      this.edits.push({ from, to, text: "" });
      return;
    }
    const begin = this.lineStart(start.range[0]);
    const lead = this.text.slice(begin, start.range[0]);
    if (lead.trim() === "" || (isItem && lead.trim() === "-")) {
      const from = index > 0 ? this.commentStart(begin, lead.length - lead.trimStart().length) : begin;
      this.edits.push({ from, to: Math.min(this.lineEnd(this.end(end)) + 1, this.text.length), text: "" });
    } else if (next) this.edits.push({ from: start.range[0], to: next[0].range[0], text: "" });
  }

  private after(value: unknown, inline: boolean, column: number): string {
    const lines = this.lines(value, column + 2, inline);
    const isBlock = !inline && lines.includes("\n") && typeof value === "object";
    return isBlock ? `\n${" ".repeat(column + 2)}${lines}` : ` ${lines}`;
  }

  private lines(value: unknown, column: number, inline = false): string {
    return written(value, { inline }).replace(/\n(?=[^\n])/g, `\n${" ".repeat(column)}`);
  }

  private end(node: ParsedNode): number {
    let { 1: end } = node.range;
    while (end > node.range[0] && /\s/.test(this.text[end - 1]!)) end--;
    return end;
  }

  private lineStart = (at: number) => this.text.lastIndexOf("\n", at - 1) + 1;

  private lineEnd(at: number): number {
    const end = this.text.indexOf("\n", at);
    return end < 0 ? this.text.length : end;
  }

  private column = (node: ParsedNode) => node.range[0] - this.lineStart(node.range[0]);

  private dash = (node: ParsedNode) => this.text.lastIndexOf("-", node.range[0] - 1) - this.lineStart(node.range[0]);

  /** Where the comment right above a line begins, indented like it; else the line itself. */
  private commentStart(line: number, indent: number): number {
    let from = line;
    while (from > 0) {
      const above = this.lineStart(from - 1);
      const text = this.text.slice(above, from);
      if (!text.trimStart().startsWith("#") || text.length - text.trimStart().length !== indent) break;
      from = above;
    }
    return from;
  }
}

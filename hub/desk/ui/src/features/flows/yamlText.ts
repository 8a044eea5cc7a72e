/** A flow's text as YAML: read as the hub reads it, and written by the hub's rules (`bots/flow/source.py`). */
import { Document, isCollection, parseDocument, Scalar, type ScalarTag, type Tags, type ToStringOptions, visit } from "yaml";
import type { Definition } from "../../api/flows";
import { isValues } from "./definition";

const LONGEST_LINE = 90;

const tag = (name: string, test: RegExp, fits: (value: unknown) => boolean, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test,
  identify: fits,
  resolve,
  stringify: ({ value }) => String(value),
});

// `no` is a word and 0800 a text, as flows have it.
const TAGS: ScalarTag[] = [
  tag("null", /^(?:null|~|)$/, (value) => value === null, () => new Scalar(null)),
  tag("bool", /^(?:true|false)$/, (value) => typeof value === "boolean", (text) => text === "true"),
  tag("int", /^[-+]?(?:0|[1-9][0-9]*)$/, Number.isInteger, (text) => (text.length < 16 ? Number(text) : text)),
  tag("float", /^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$/, (value) => typeof value === "number", Number),
];
const withTags = (tags: Tags): Tags => [...TAGS, ...tags];
const WRITE: ToStringOptions = { lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: 1e6 };
/** Texts that lose something when they are written line by line. */
const UNEVEN = /^\s|\s$|[ \t]\n|[^\x09\x0a\x20-\x7e\x85\xa0-\uffff]/;

/** The text as a document with the place of each node, or null if it is no YAML. */
export function documentOf(text: string): Document.Parsed | null {
  const read = parseDocument(text, { schema: "failsafe", customTags: withTags, prettyErrors: false });
  return read.errors.length === 0 ? read : null;
}

/** The text's plain values, or null if they are none of a flow. */
export function definitionOf(text: string): Definition | null {
  const value: unknown = documentOf(text)?.toJS();
  return isValues(value) ? value : null;
}

interface How {
  /** Within braces or brackets, where nothing may take a line of its own. */
  inline?: boolean;
  /** How the text that it replaces was quoted. */
  like?: string;
}

/** A value as it stands after a key or a dash; lines after the first count from there. Small things are in braces. */
export function written(value: unknown, { inline = false, like }: How = {}): string {
  // Within a list or a map, for what may stand there is not what may stand alone.
  const made = new Document(inline ? [value] : { k: value }, { schema: "failsafe", customTags: withTags });
  const quotes = like === Scalar.QUOTE_DOUBLE || like === Scalar.QUOTE_SINGLE ? like : undefined;
  visit(made, {
    Collection: (_, node) => {
      node.flow = inline || (node !== made.contents && (node.items.length === 0 || isSmall(node.toJSON())));
    },
    Scalar: (_, node, around) => {
      const isInline = around.some((each) => isCollection(each) && each.flow);
      if (typeof node.value === "string" && (isInline ? /\n/ : UNEVEN).test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
      else if (quotes && typeof value === "string" && node.value === value) node.type = quotes;
    },
  });
  const text = made.toString(WRITE).trim();
  if (inline) return text.slice(1, -1);
  return text.slice(2).replace(/^ |^\n {2}/, "").replaceAll(isValues(value) || Array.isArray(value) ? "\n  " : "\n", "\n");
}

/** All values of a flow as a text. */
export const wholeText = (definition: Definition): string => `${written(definition)}\n`;

function isSmall(value: unknown): boolean {
  const parts = Array.isArray(value) ? (value as unknown[]) : isValues(value) ? Object.values(value) : [];
  const plain = parts.every((part) => typeof part !== "object" || part === null);
  return plain && parts.every((part) => !String(part).includes("\n")) && JSON.stringify(value).length < LONGEST_LINE;
}

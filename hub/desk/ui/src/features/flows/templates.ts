/** What a new flow begins with: each works as it is, and is changed into the one that is wanted. */
import type { Definition } from "../../api/flows";
import { patched } from "./patch";
import { definitionOf } from "./yamlText";
import hours from "./templates/hours.yaml?raw";
import lookup from "./templates/lookup.yaml?raw";
import menu from "./templates/menu.yaml?raw";
import question from "./templates/question.yaml?raw";
import survey from "./templates/survey.yaml?raw";

export const templates = { question, menu, lookup, hours, survey };
export type Template = keyof typeof templates;

/** The text of a new flow with a title of its own. */
export function begun(text: string, title: string): string {
  const definition: Definition | null = definitionOf(text);
  if (!definition) return text;
  const languages = Array.isArray(definition.languages) ? definition.languages.map(String) : ["en", "zh"];
  return patched(text, { ...definition, title: Object.fromEntries(languages.map((language) => [language, title])) });
}

/** Fill in {{contact.name}} and the like; what is not known stays to be seen and put right. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => values[name] || whole);

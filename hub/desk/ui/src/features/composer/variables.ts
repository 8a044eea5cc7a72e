/**
 * Fill in {{contact.name}} and the like. What is known to be empty goes, with the comma and space before it; a name
 * nobody knows stays, to be seen and put right.
 */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/([,，、]? ?)\{\{\s*([\w.]+)\s*\}\}/g, (whole, space: string, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return value ? space + value : "";
  });

import type { Address } from "../api/types";

/** Callers who show no number have an address of the call's own. */
const WITHHELD = "withheld:";

/** Whether an address is a telephone number that can be called. */
export const isNumber = ({ kind, value }: Address): boolean => kind === "phone" && !value.startsWith(WITHHELD);

/** Whether an address is that of a caller who showed no number. */
export const isWithheld = ({ kind, value }: Address): boolean => kind === "phone" && value.startsWith(WITHHELD);

/** A customer's telephone number, or nothing. */
export const numberOf = (addresses: Address[]): string => addresses.find(isNumber)?.value ?? "";

/** Whether a customer is one of our page's, and so calls from it. */
export const isFromPage = (addresses: Address[]): boolean =>
  addresses.some(({ kind }) => kind === "visitor" || kind === "external");

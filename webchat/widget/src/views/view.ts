import type { Chat } from "../model/chat";
import type { Words } from "../i18n";

/** What every part of the panel is given. */
export interface Context {
  readonly chat: Chat;
  /** Changes with the language. */
  words: Words;
  sound: boolean;
  setLanguage(language: string): void;
  setSound(on: boolean): void;
  close(): void;
  tell(text: string): void;
  focusComposer(): void;
}

/** A part of the panel: an element that is brought up to date after every change. */
export interface View {
  readonly element: HTMLElement;
  update(): void;
}

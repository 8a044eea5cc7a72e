import type { ComponentType } from "react";
import type { Article } from "../../api/types";
import type { Key } from "../../i18n";
import { ArticleFigures } from "./ArticleFigures";
import { Details } from "./Details";
import { Discussion } from "./Discussion";
import { Revisions } from "./Revisions";

export interface ArticleTab {
  name: string;
  label: Key;
  screen: ComponentType<{ article: Article }>;
}

/** What an article that exists has beside its text. */
export const articleTabs: ArticleTab[] = [
  { name: "discussion", label: "article.discussion", screen: Discussion },
  { name: "revisions", label: "article.revisions", screen: Revisions },
  { name: "use", label: "told.title", screen: ArticleFigures },
  { name: "details", label: "article.details", screen: Details },
];

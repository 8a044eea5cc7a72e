/** Which steps an article can take, for this person; the hub checks them again. */
import type { ArticleStep } from "../../api/knowledge";
import type { Article, Id, KnowledgePolicy } from "../../api/types";

export type StepName = Exclude<ArticleStep, "restore" | "in-step">;

export interface Step {
  name: StepName;
  /** Shown as a button; the last of these is the one to take next. */
  main?: boolean;
  /** It is there, but not for this person: nobody reviews their own work here. */
  barred?: boolean;
}

interface Who {
  policy: KnowledgePolicy | undefined;
  me: Id;
  mayEdit: boolean;
  mayPublish: boolean;
  due: boolean;
}

export function stepsOf(article: Article, { policy, me, mayEdit, mayPublish, due }: Who): Step[] {
  const { state } = article;
  const live = article.published !== null;
  const free = !policy?.review_required;
  const own = !!policy?.separate_reviewer && article.authors.includes(me);
  const reviews = mayPublish && !(own && state === "in_review");
  const steps: (Step & { when: boolean })[] = [
    { name: "verify", main: due, when: mayEdit && live },
    { name: "submit", main: !free || !mayPublish, when: mayEdit && state === "draft" },
    { name: "withdraw", main: state === "in_review" && !reviews, when: mayEdit && ["in_review", "approved", "scheduled"].includes(state) },
    { name: "request-changes", main: state === "in_review", when: reviews && (state === "in_review" || state === "approved") },
    { name: "approve", main: true, barred: own, when: mayPublish && state === "in_review" },
    { name: "schedule", main: state === "approved", when: mayPublish && (state === "approved" || state === "scheduled" || (free && state === "draft")) },
    { name: "publish", main: true, when: mayPublish && (state === "approved" || state === "scheduled" || (free && state === "draft")) },
    { name: "unschedule", when: mayPublish && state === "scheduled" },
    { name: "discard", when: mayEdit && live && state !== "published" },
    { name: "unpublish", when: mayPublish && live },
    { name: "archive", when: mayPublish && state !== "archived" },
    { name: "bring-back", main: true, when: mayPublish && state === "archived" },
  ];
  return steps.filter((step) => step.when).map(({ when: _, ...step }) => step);
}

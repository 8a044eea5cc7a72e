import { useDirectory, useNames } from "../../../api/directory";
import type { Condition, Rule } from "../../../api/types";
import { codeText, type Translate, useT } from "../../../i18n";
import { useBotName } from "../../bots/useBotName";
import { useIsGone } from "../PickBot";

/** "the subject contains "invoice" or "bill"". */
export function conditionText(t: Translate, condition: Condition): string {
  const values = condition.values
    .map((value) => (condition.fact === "automatic" ? codeText(t, "automatic", value) : `“${value}”`))
    .join(t("rules.or"));
  const how = t(`comparison.${condition.how}`);
  return t(condition.negated ? "rules.conditionNot" : "rules.condition", { fact: t(`fact.${condition.fact}`), how, values });
}

/** What a rule asks for and what it does, each as a sentence. */
export function useRuleSentences(): (rule: Pick<Rule, "any" | "conditions" | "route" | "last">) => { when: string; then: string } {
  const t = useT();
  const names = useNames();
  const nameOf = useBotName();
  const isGone = useIsGone();
  const botText = (bot: string) => (isGone(bot) ? t("bots.gone", { name: nameOf(bot) }) : nameOf(bot));
  const { data } = useDirectory();
  return ({ any, conditions, route, last }) => {
    const reply = data?.canned_replies.find((each) => each.id === route.reply)?.title;
    const does = [
      route.queue && t("rules.does.queue", { queue: names.queue(route.queue) }),
      route.skills.length > 0 && t("rules.does.skills", { skills: route.skills.map((each) => `${names.skill(each.skill)} ≥ ${each.minimum}`).join(", ") }),
      route.priority !== 0 && t("rules.does.priority", { minutes: route.priority }),
      route.tags.length > 0 && t("rules.does.tags", { tags: route.tags.join(", ") }),
      route.bot !== null && (route.bot ? t("rules.does.bot", { bot: botText(route.bot) }) : t("rules.does.noBot")),
      reply && t("rules.does.reply", { reply }),
      last && t("rules.does.last"),
    ].filter((each) => typeof each === "string" && each !== "");
    return {
      when: conditions.map((each) => conditionText(t, each)).join(any ? t("rules.or") : t("rules.and")) || t("rules.always"),
      then: does.join("; ") || t("rules.nothing"),
    };
  };
}

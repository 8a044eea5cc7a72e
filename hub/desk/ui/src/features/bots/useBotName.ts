import { isKey, useT } from "../../i18n";

const FLOW = "flow:";

/** What people call a bot; a flow goes by its own name. */
export function useBotName(): (bot: string) => string {
  const t = useT();
  return (bot) => {
    if (bot.startsWith(FLOW)) return t("bots.flow", { name: bot.slice(FLOW.length) });
    const key = `bots.name.${bot}`;
    return isKey(key) ? t(key) : bot;
  };
}

import { useBots } from "../../api/bots";
import { isKey, localized, useI18n } from "../../i18n";

const FLOW = "flow:";

/** What people call a bot; a flow that is not published any more goes by its own name. */
export function useBotName(): (bot: string) => string {
  const { t, language } = useI18n();
  const { data } = useBots();
  return (bot) => {
    const title = localized(data?.find((each) => each.name === bot)?.title ?? {}, language);
    if (bot.startsWith(FLOW)) return t("bots.flow", { name: title || bot.slice(FLOW.length) });
    const key = `bots.name.${bot}`;
    return title || (isKey(key) ? t(key) : bot);
  };
}

import { IconLifebuoy } from "@tabler/icons-react";
import type { AskedOn } from "../../api/evidence";
import { ChannelIcon } from "../../components/marks";
import { useT } from "../../i18n";

/** Where a question was asked: a channel, or the help centre's search. */
export function AskedOnIcon({ on }: { on: AskedOn }) {
  const t = useT();
  if (on !== "help_centre") return <ChannelIcon channel={on} />;
  return <IconLifebuoy size={15} stroke={1.7} role="img" aria-label={t("gaps.helpCentre")} />;
}

import { Button } from "@mantine/core";
import { IconChecklist, IconFileImport, IconFlask, IconHelpHexagon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { Link } from "react-router";
import { useMe } from "../../api/session";
import type { Key } from "../../i18n";
import { useT } from "../../i18n";
import { Gaps } from "./Gaps";
import { ImportArticles } from "./ImportArticles";
import { QuestionTests } from "./QuestionTests";
import { TryIt } from "./TryIt";

interface Tool {
  /** Its address is /knowledge/{path}; no article has such an id. */
  path: string;
  label: Key;
  icon: ComponentType<{ size?: number }>;
  screen: ComponentType<{ onBack?: () => void }>;
  /** The permission it takes. */
  needs?: string;
}

/** Screens beside the articles. */
export const tools: Tool[] = [
  { path: "try", label: "try.title", icon: IconFlask, screen: TryIt },
  { path: "gaps", label: "gaps.title", icon: IconHelpHexagon, screen: Gaps, needs: "knowledge:write" },
  { path: "tests", label: "tests.title", icon: IconChecklist, screen: QuestionTests },
  { path: "import", label: "import.short", icon: IconFileImport, screen: ImportArticles, needs: "knowledge:write" },
];

export function Tools() {
  const t = useT();
  const me = useMe();
  const mine = tools.filter(({ needs }) => !needs || me.permissions.includes(needs));
  return mine.map(({ path, label, icon: Icon }) => (
    <Button key={path} component={Link} to={`/knowledge/${path}`} variant="default" leftSection={<Icon size={14} />} data-testid={`${path}-it`}>
      {t(label)}
    </Button>
  ));
}

import { useNames } from "../../api/directory";
import type { Step } from "../../api/types";
import { useT } from "../../i18n";

/** Requirement steps as sentences: "from 30 s: German ≥ 4". */
export function useStepSentences(): (steps: Step[]) => string[] {
  const t = useT();
  const names = useNames();
  return (steps) => {
    if (steps.length === 0) return [t("steps.anyone")];
    return [...steps]
      .sort((a, b) => a.after - b.after)
      .map((step) => {
        const skills = step.skills.map((each) => `${names.skill(each.skill)} ≥ ${each.minimum}`).join(t("steps.and"));
        const asked = skills || t("steps.anyone");
        return step.after > 0 ? t("steps.from", { seconds: step.after, skills: asked }) : t("steps.now", { skills: asked });
      });
  };
}

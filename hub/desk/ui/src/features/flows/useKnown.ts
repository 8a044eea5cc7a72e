import { useMemo } from "react";
import { options, useDirectory } from "../../api/directory";
import { useFlows } from "../../api/flows";
import { localized, useI18n } from "../../i18n";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What keys of steps may be, by the key: queues, calendars, addresses of ours, published flows, languages. */
export function useKnown(languages: string[]) {
  const { language } = useI18n();
  const { data } = useDirectory();
  const { data: flows } = useFlows();
  return useMemo(() => {
    const published = flows?.filter((flow) => flow.state === "published") ?? [];
    return {
      queue: options(data?.queues),
      calendar: options(data?.calendars),
      entry_point: options(data?.entry_points),
      flow: published.map((flow) => ({ value: flow.id, label: localized(flow.title, language) || flow.id })),
      language: languages.map((one) => ({ value: one, label: one })),
      method: METHODS.map((one) => ({ value: one, label: one })),
    };
  }, [data, flows, language, languages]);
}

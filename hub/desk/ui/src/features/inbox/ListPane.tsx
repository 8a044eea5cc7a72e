import { ActionIcon, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { IconChecklist, IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import type { ListName } from "../../api/types";
import { NARROW } from "../../lib/layout";
import { BulkBar } from "./BulkBar";
import { ConversationList } from "./ConversationList";
import { FilterMenu } from "./FilterMenu";
import classes from "./Inbox.module.css";
import { listNames, useInboxRoute } from "./useInboxRoute";
import { useSelection } from "./useSelection";

const TYPING_PAUSE = 250;

/** The lists of the inbox with search and filters. */
export function ListPane() {
  const t = useT();
  const route = useInboxRoute();
  const go = useNavigate();
  const selection = useSelection();
  const narrow = useMediaQuery(NARROW);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(route.filters.q ?? "");
  const search = useDebouncedCallback((q: string) => route.setFilters({ ...route.filters, q: q.trim() }), TYPING_PAUSE);
  useCommand({
    id: "search",
    group: "list",
    label: t("inbox.search"),
    keys: "/",
    run: () => field.current?.focus(),
  });

  return (
    <section className={classes.list} aria-label={t("inbox.lists")}>
      <div className={classes.listHead}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t("inbox.lists")}
          value={route.list}
          onChange={(name) => void go(route.address(name as ListName, route.conversation))}
          data={listNames.map((name) => ({ value: name, label: t(`list.${name}`) }))}
        />
        <div className={classes.searchRow}>
          <TextInput
            ref={field}
            size="xs"
            className="grow"
            aria-label={t("inbox.search")}
            placeholder={narrow ? t("inbox.searchShort") : t("inbox.searchHint")}
            leftSection={<IconSearch size={14} />}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              search(event.currentTarget.value);
            }}
            onKeyDown={(event) => event.key === "Escape" && field.current?.blur()}
          />
          <Tooltip label={t("bulk.begin")}>
            <ActionIcon
              variant={selection.on ? "light" : "default"}
              size={30}
              aria-label={t("bulk.begin")}
              aria-pressed={selection.on}
              onClick={selection.on ? selection.end : selection.begin}
              data-testid="select-several"
            >
              <IconChecklist size={16} />
            </ActionIcon>
          </Tooltip>
          <FilterMenu filters={route.filters} onChange={route.setFilters} />
        </div>
      </div>
      <ConversationList selection={selection} />
      {selection.on && <BulkBar selection={selection} />}
    </section>
  );
}

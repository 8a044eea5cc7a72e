import { useVirtualizer } from "@tanstack/react-virtual";
import { Button, Center, Checkbox, Skeleton, Stack } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import { useList } from "../../api/conversations";
import { useMe } from "../../api/session";
import { faultText } from "../../components/faults";
import { Nothing, useContactName } from "../../components/marks";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { ConversationRow } from "./ConversationRow";
import classes from "./Inbox.module.css";
import { useInboxRoute } from "./useInboxRoute";
import { useListKeys } from "./useListKeys";
import type { Selection } from "./useSelection";

const ROW = 78;
const scrolling = new Set(["Home", "End", "PageUp", "PageDown"]);

/** The rows of the chosen list: only those in view are in the page, more are read when scrolled to. */
export function ConversationList({ selection }: { selection: Selection }) {
  const t = useT();
  const me = useMe();
  const nameOf = useContactName();
  const route = useInboxRoute();
  const query = useList(route.list, route.filters);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    getItemKey: (place) => rows[place]?.conversation.id ?? place,
  });
  const cursor = useListKeys(rows, route.conversation, route.open, (place) => virtual.scrollToIndex(place));

  const marked = rows[cursor]?.conversation.id;
  useCommand({ id: "pick", group: "list", label: t("bulk.key"), keys: "x", run: () => marked && selection.toggle(marked) }, marked !== undefined);

  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 15) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isPending) return <Loading />;
  if (query.isError)
    return (
      <Center p="md">
        <Stack align="center">
          <Nothing>{faultText(query.error, t)}</Nothing>
          <Button variant="default" onClick={() => void query.refetch()}>
            {t("error.again")}
          </Button>
        </Stack>
      </Center>
    );
  if (rows.length === 0) return <Nothing>{t(`empty.${route.list}`)}</Nothing>;
  return (
    // Focusable, because a row that has the focus leaves the page when it is scrolled away, and the keys with it.
    <div
      ref={scroller}
      className={classes.rows}
      tabIndex={0}
      role="group"
      aria-label={t("inbox.lists")}
      onKeyDown={(event) => scrolling.has(event.key) && scroller.current?.focus({ preventScroll: true })}
      data-testid="conversation-list"
    >
      <ul style={{ height: virtual.getTotalSize() }} className={classes.rowsInner} aria-label={t(`list.${route.list}`)}>
        {shown.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              aria-setsize={hasNextPage ? -1 : rows.length}
              aria-posinset={item.index + 1}
              className={classes.rowPlace}
              style={{ transform: `translateY(${item.start}px)`, height: ROW }}
            >
              {selection.on && (
                <span className={classes.pick}>
                  <Checkbox
                    aria-label={t("bulk.pick", { name: nameOf(row.contact, row.conversation.channel) })}
                    checked={selection.ids.has(row.conversation.id)}
                    onChange={() => selection.toggle(row.conversation.id)}
                    data-testid="pick"
                  />
                </span>
              )}
              <ConversationRow
                row={row}
                me={me.id}
                to={route.address(route.list, row.conversation.id)}
                chosen={row.conversation.id === route.conversation}
                cursor={item.index === cursor}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Loading() {
  const t = useT();
  return (
    <Stack gap={0} role="status" aria-label={t("app.loading")}>
      {Array.from({ length: 7 }, (_, place) => (
        <div key={place} className={classes.ghost}>
          <Skeleton circle height={34} />
          <div className="grow">
            <Skeleton height={10} width="55%" mb={8} />
            <Skeleton height={8} />
          </div>
        </div>
      ))}
    </Stack>
  );
}

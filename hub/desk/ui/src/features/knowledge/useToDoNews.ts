import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { useNames } from "../../api/directory";
import { type ToDo, useToDo } from "../../api/toDo";
import type { Me } from "../../api/types";
import { showNews } from "../../components/news";
import { useI18n } from "../../i18n";
import { notifyDesktop } from "../../lib/desktop";

const keyOf = (one: ToDo) => `${one.kind} ${one.article} ${one.at}`;

/** Tell the reader of what comes to wait for them while they are here; returns how much waits. */
export function useToDoNews(me: Me): number {
  const { latest } = useI18n();
  const names = useNames();
  const go = useNavigate();
  const { data } = useToDo(me);
  const known = useRef<Set<string> | null>(null);
  const tell = useRef<(one: ToDo) => void>(undefined);
  tell.current = (one) => {
    const t = latest();
    const title = t(`toDo.${one.kind}`, { name: names.staff(one.by) || t("toDo.somebody") });
    const text = one.text ? t("app.quoted", { text: one.title, quote: one.text }) : one.title;
    notifyDesktop(title, text, keyOf(one));
    // Whoever looks at the article sees it there.
    if (!location.pathname.includes(one.article)) showNews(title, text, () => void go(`/knowledge/${one.article}`));
  };

  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = new Set(data.map(keyOf));
    if (before) for (const one of data) if (!before.has(keyOf(one))) tell.current?.(one);
  }, [data]);

  return data?.length ?? 0;
}

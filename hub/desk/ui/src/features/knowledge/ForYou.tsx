import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { useNames } from "../../api/directory";
import { useMe } from "../../api/session";
import { type ToDo, useToDo } from "../../api/toDo";
import { When } from "../../components/marks";
import { useT } from "../../i18n";
import classes from "./Knowledge.module.css";

/** So many are shown before the reader asks for the others: the articles below are to stay in sight. */
const AT_FIRST = 3;

/** What waits for the reader, above the list of articles. */
export function ForYou() {
  const t = useT();
  const { data } = useToDo(useMe());
  const [all, setAll] = useState(false);
  if (!data?.length) return null;
  const shown = all ? data : data.slice(0, AT_FIRST);
  return (
    <section className={classes.forYou} aria-label={t("toDo.title")} data-testid="for-you">
      <h2>{t("toDo.count", { count: data.length })}</h2>
      {shown.map((one) => (
        <Row key={`${one.kind} ${one.article} ${one.at}`} one={one} />
      ))}
      {shown.length < data.length && (
        <Button variant="subtle" size="compact-xs" m={6} onClick={() => setAll(true)}>
          {t("toDo.all")}
        </Button>
      )}
    </section>
  );
}

function Row({ one }: { one: ToDo }) {
  const t = useT();
  const names = useNames();
  return (
    <Link to={`/knowledge/${one.article}`} className={classes.row} data-testid={`to-do-${one.kind}`}>
      <span className={classes.title}>{t(`toDo.${one.kind}`, { name: names.staff(one.by) || t("toDo.somebody") })}</span>
      <span>{one.title}</span>
      <span className={classes.facts}>
        {one.text && <span className={classes.said}>“{one.text}”</span>}
        <When at={one.at} />
      </span>
    </Link>
  );
}

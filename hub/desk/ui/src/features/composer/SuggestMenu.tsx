import { Text } from "@mantine/core";
import { useT } from "../../i18n";
import classes from "./Composer.module.css";
import type { Suggest } from "./useSuggest";

export function SuggestMenu({ suggest }: { suggest: Suggest }) {
  const t = useT();
  if (!suggest.open) return null;
  return (
    <div className={classes.suggest} role="listbox" id="suggestions" aria-label={t("composer.suggestions")}>
      {suggest.items.map((item, place) => (
        <div
          key={item.id}
          id={`suggestion-${place}`}
          role="option"
          aria-selected={place === suggest.active}
          className={classes.suggestion}
          onMouseDown={(event) => {
            event.preventDefault();
            suggest.choose(item);
          }}
        >
          <Text size="sm" fw={550}>
            {item.title}
          </Text>
          {item.hint && (
            <Text size="xs" c="dimmed" lineClamp={1}>
              {item.hint}
            </Text>
          )}
        </div>
      ))}
    </div>
  );
}

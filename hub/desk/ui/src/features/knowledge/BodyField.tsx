import { Input, SegmentedControl, Skeleton, Textarea } from "@mantine/core";
import { lazy, Suspense, useId, useState } from "react";
import { useT } from "../../i18n";
import { recall, remember } from "../../lib/storage";
import classes from "./Knowledge.module.css";

// The editor is large, and many who read articles never write one.
const RichText = lazy(() => import("./RichText"));

interface Props {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  readOnly: boolean;
}

const MODE = "article-editor";

/** The answer, written as it looks or as Markdown; both are the same text. */
export function BodyField({ label, hint, value, onChange, readOnly }: Props) {
  const t = useT();
  const id = useId();
  const [mode, setMode] = useState(recall(MODE) === "markdown" ? "markdown" : "rich");
  function choose(wanted: string) {
    setMode(wanted);
    remember(MODE, wanted);
  }
  return (
    <Input.Wrapper label={label} description={mode === "markdown" ? t("article.markdownHint") : hint} labelElement="div" labelProps={{ id }} required>
      <SegmentedControl
        size="xs"
        my={6}
        aria-label={t("article.view")}
        value={mode}
        onChange={choose}
        data={[
          { value: "rich", label: t("article.rich") },
          { value: "markdown", label: t("article.markdown") },
        ]}
      />
      {mode === "markdown" ? (
        <Textarea
          aria-labelledby={id}
          readOnly={readOnly}
          autosize
          minRows={12}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          classNames={{ input: classes.body }}
          data-testid="article-body"
        />
      ) : (
        <Suspense fallback={<Skeleton height={300} />}>
          <RichText labelledBy={id} value={value} onChange={onChange} readOnly={readOnly} />
        </Suspense>
      )}
    </Input.Wrapper>
  );
}

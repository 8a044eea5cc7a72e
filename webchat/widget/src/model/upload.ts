import type { FileView } from "./protocol";

/** Send a file's bytes; `progress` hears of 0 to 1. Rejects with the server's own words. */
export function upload(
  url: string,
  token: string,
  file: File,
  progress: (share: number) => void,
): { done: Promise<FileView>; cancel: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<FileView>((resolve, reject) => {
    request.open("POST", url);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status === 201) resolve({ ...(answer as unknown as FileView), url: "" });
      else reject(new Error(String(answer["detail"] ?? request.statusText)));
    };
    request.onerror = () => reject(new Error(""));
    request.onabort = () => reject(new DOMException("", "AbortError"));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

import { useMutation } from "@tanstack/react-query";
import type { Answer } from "../../client/expected";
import { ask } from "../../transport/http";

export type Asked = { question: string; answer: Answer };

/** Ask a question in plain words; the answer carries the question it belongs to. */
export function useQuestion() {
  return useMutation<Asked, Error, string>({
    mutationFn: async (question) => ({ question, answer: await ask("copilot.ask", { question }) }),
  });
}

import { useMutation } from "@tanstack/react-query";
import type { Answer } from "../../client/catalogue";
import { ask } from "../../transport/http";

export type Asked = { question: string; answer: Answer };

/** Ask in plain words, while looking at some equipment; the answer carries its question. */
export function useQuestion(context = "") {
  return useMutation<Asked, Error, string>({
    mutationFn: async (question) => ({ question, answer: await ask("copilot.ask", { question, context }) }),
  });
}

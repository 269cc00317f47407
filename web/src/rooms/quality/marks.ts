import { useMutation } from "@tanstack/react-query";
import { act } from "../../transport/http";
import { newKey } from "../../transport/keys";
import { Refusal } from "../../transport/refusal";

export type MarkRead = { kind: string; text: string; confidence: number; corners: number[][] };
export type MarksRead = { width: number; height: number; marks: MarkRead[]; lot: string; other_lots: string[] | null };
/** What was read, and the refusal where text could not be read and codes alone were. */
export type Reading = { read: MarksRead; codesOnly: Error | null };

const LONGEST_SIDE = 2000;

/** Read the codes and the text on a stored picture or on one that is sent; nothing is kept. */
export function useMarks() {
  return useMutation<Reading, Error, { picture?: string; content?: string }>({ mutationFn: readMarks });
}

async function readMarks(what: { picture?: string; content?: string }): Promise<Reading> {
  const once = async (text: boolean) => (await act("quality.read_marks", { ...what, text }, newKey())).result as MarksRead;
  try {
    return { read: await once(true), codesOnly: null };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "quality.TextReaderMissing") throw error;
    return { read: await once(false), codesOnly: error };
  }
}

/** A photograph as a data URL, no larger than letters need: phones take twelve million pixels. */
export async function shrunk(file: File): Promise<string> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/jpeg", 0.92);
}

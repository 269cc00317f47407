import type { Words } from "./words";

/** Refusals in people's words, by their stable code. What is not here shows its code and advice. */
export const refusals: Words = {
  "identity.LoginRefused": ["Login or password is wrong.", "Anmeldename oder Passwort ist falsch."],
  "identity.LoginRefused.advice": ["After five tries the login pauses for a while.", "Nach fünf Versuchen pausiert die Anmeldung eine Weile."],
  "identity.NotLoggedIn": ["Your session has ended.", "Ihre Sitzung ist beendet."],
  "identity.NotLoggedIn.advice": ["Log in again.", "Melden Sie sich wieder an."],
  "identity.PasswordWeak": ["The password is too weak.", "Das Passwort ist zu schwach."],
  "identity.PasswordWeak.advice": ["Take at least ten characters, without your login.", "Mindestens zehn Zeichen, ohne den Anmeldenamen."],
  "identity.UserExists": ["This login is taken.", "Dieser Anmeldename ist vergeben."],
  "kernel.NotAllowed": ["You may not do this.", "Dazu fehlt Ihnen die Berechtigung."],
  "kernel.NotAllowed.advice": ["Ask somebody who holds the role, or an administrator.", "Fragen Sie jemanden mit dieser Rolle oder die Verwaltung."],
  "kernel.ArgumentsInvalid": ["The entry is not complete or not valid.", "Die Eingabe ist unvollständig oder ungültig."],
  "kernel.ArgumentsInvalid.advice": ["Correct what is named and try again.", "Korrigieren Sie das Genannte und versuchen Sie es erneut."],
  "kernel.DatabaseAway": ["The database does not answer.", "Die Datenbank antwortet nicht."],
  "guidance.AlreadyDecided": ["Somebody has decided already.", "Darüber wurde bereits entschieden."],
  "guidance.AlreadyDecided.advice": ["Open the recommendation to see who, when and why.", "Öffnen Sie die Empfehlung, um zu sehen, wer, wann und warum."],
  "guidance.OwnProposal": ["Nobody approves what he or she proposed.", "Niemand genehmigt den eigenen Vorschlag."],
  "guidance.OwnProposal.advice": ["Ask a second person to decide.", "Bitten Sie eine zweite Person um die Entscheidung."],
  "guidance.ReasonMissing": ["A reason is needed.", "Eine Begründung fehlt."],
  "guidance.ReasonMissing.advice": ["Say in a few words why: the next recommendation learns from it.", "Sagen Sie kurz, warum: die nächste Empfehlung lernt daraus."],
  "kernel.SignatureMissing": ["The signature is missing or wrong.", "Die Unterschrift fehlt oder stimmt nicht."],
  "kernel.SignatureMissing.advice": ["Enter your own password; after five wrong ones, wait until the lock ends.", "Geben Sie Ihr eigenes Passwort ein; nach fünf falschen warten Sie, bis die Sperre endet."],
  "guidance.SignatureMissing": ["This needs your signature.", "Hier ist Ihre Unterschrift nötig."],
  "guidance.SignatureMissing.advice": ["Enter your password to sign.", "Unterschreiben Sie mit Ihrem Passwort."],
  "app.Unexpected": ["Something went wrong at the server.", "Am Server ist etwas schiefgegangen."],
  "app.Unexpected.advice": ["Report the number below.", "Melden Sie die Nummer unten."],
};

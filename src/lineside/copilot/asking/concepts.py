"""What people ask about beside figures and things: the words of each concept, both languages."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONCEPTS: dict[str, tuple[str, ...]] = {
    # Words that add nothing beyond what the rest of the question says.
    "filler": (
        "use",
        "machine", "machines", "maschine", "maschinen", "anlage", "anlagen", "unit", "units",
        "equipment", "value", "figure", "wert", "kennzahl", "aktuelle", "aktuellen", "aktueller",
        "aktuelles", "present", "info", "information", "overview", "uebersicht",
    ),
    "plant": ("plant", "factory", "whole plant", "entire plant", "werk", "fabrik", "betrieb",
              "ganzes werk", "gesamtes werk", "ganzen werk", "gesamten werk"),
    "deictic": ("here", "this machine", "this unit", "hier", "dieser maschine", "diese maschine",
                "diese anlage", "dieser anlage"),
    "state": ("state", "status", "doing", "zustand", "stand der maschine", "was macht", "macht",
              "laufen", "running", "laeuft", "stehen", "standing"),
    "why": ("why", "warum", "wieso", "weshalb", "reason", "reasons", "cause", "caused", "grund",
            "gruende", "ursache", "ursachen"),
    "where": ("where", "wo", "location", "standort"),
    "late": ("late", "delayed", "overdue", "behind schedule", "verspaetet", "zu spaet",
             "ueberfaellig", "im verzug", "verzug", "verspaetung", "delay"),
    "order": ("order", "production order", "orders", "auftrag", "auftraege", "auftraegen",
              "fertigungsauftrag", "production orders"),
    "open": ("open", "offen", "offene", "offenen", "active", "aktive", "pending", "unacknowledged"),
    "alert": ("alert", "alerts", "warning", "warnings", "alarms", "meldung", "meldungen",
              "warnungen", "warnung", "alarme"),
    "alarm": ("alarm", "alarm code", "error code", "fehlercode", "alarmcode", "fault code",
              "alarm number", "alarmnummer"),
    "recommendation": ("recommendation", "recommendations", "recommended", "inbox", "proposal",
                       "proposals", "empfehlung", "empfehlungen", "vorschlaege", "posteingang"),
    "health": ("health", "condition", "wearing", "wear", "health index", "risk", "riskiest",
               "at risk", "worn", "wearing out", "gesundheit", "verschleiss", "verschleisst",
               "verschlissen", "risiko", "gefaehrdet",
               "condition index", "maschinenzustand"),
    "life": ("remaining life", "remaining useful life", "rul", "fail", "failure", "how long will",
             "restlebensdauer",
             "wie lange haelt", "haelt noch", "haelt",
             "lebensdauer", "ausfallen", "ausfall", "ausfaellt", "last until",
             "predicted to fail", "break down", "will last", "last"),
    "stock": ("stock", "in stock", "on hand", "available", "left", "inventory", "bestand",
              "auf lager", "vorrat", "vorraetig", "lagerbestand", "verfuegbar", "haben wir noch",
              "in store", "im lager"),
    "run_out": ("run out", "runs out", "running out", "run short", "shortage", "shortages",
                "out of stock", "days of stock", "days of supply", "stock reach", "stock cover",
                "ausgehen", "ausgeht", "geht aus", "gehen aus", "gehen uns aus", "geht uns aus",
                "reichweite", "bestandsreichweite", "reicht", "reichen", "fehlmenge",
                "fehlmengen"),
    "materials": ("material", "materials", "bought parts", "raw materials", "materialien",
                  "rohstoffe", "kaufteile"),
    "peak": ("peak load", "load peak", "peak", "peak demand", "power peak", "lastspitze",
             "spitzenlast"),
    "spare": ("spare part", "spare parts", "spares", "part", "parts fit", "ersatzteil",
              "ersatzteile"),
    "lot": ("lot", "batch", "charge", "los", "serial", "serial number", "seriennummer", "lots",
            "chargen", "lose"),
    "backward": ("made of", "made from", "went into", "go into", "goes into", "contains",
                 "contain", "backward", "genealogy", "origin", "hergestellt aus", "besteht aus",
                 "besteht", "bestandteile", "herkunft", "consumed for", "steckt in", "stammt",
        "woraus"),
    "forward": ("where used", "used in", "used", "became", "become", "forward", "verwendet",
                "eingebaut", "verbaut", "wohin ging", "end up", "wohin", "ended up", "verwendung"),
    "pieces": ("parts", "pieces", "good parts", "good pieces", "parts made", "teile", "stueck",
               "gutteile", "good", "pcs"),
    "made": ("made", "make", "produce", "produced", "gefertigt", "produziert", "hergestellt",
             "gemacht", "built", "finish", "finished", "fertig"),
    "downtime": ("downtime", "stops", "stop", "stopped", "stoppages", "stillstand", "stillstaende",
                 "stillstandszeit", "ausfallzeit", "ausfallzeiten", "standing still",
                 "gestanden", "stand still", "stood", "stand still", "stillgestanden", "stoppage",
                 "stillstandsgruende", "downtimes"),
    "shift": ("shift", "schicht"),
    "people": ("on duty", "on shift", "working", "people", "crew", "leute", "arbeitet",
               "im dienst", "dienst", "mannschaft"),
    "work_order": ("work order", "work orders", "maintenance order", "maintenance orders",
                   "maintenance planned", "planned maintenance", "arbeitsauftrag",
                   "wartungsauftrag", "wartungsauftraege", "instandhaltungsauftraege",
                   "geplante wartung", "wartung geplant"),
    "hold": ("on hold", "held", "blocked lots", "gesperrt", "gesperrte", "gesperrten", "sperre"),
    "worst": ("worst", "lowest", "least", "smallest", "schlechteste", "schlechtesten",
              "niedrigste", "niedrigsten", "geringste", "wenigsten", "kleinste"),
    "best": ("best", "highest", "most", "largest", "beste", "besten", "hoechste", "hoechsten",
             "meiste", "meisten", "groesste", "groessten"),
    "compare": ("compare", "comparison", "compared", "versus", "vs", "vergleich", "vergleiche",
                "gegenueber", "verglichen"),
    "vague": ("kpi", "kpis", "kennzahlen", "numbers", "figures"),
}  # fmt: skip

# More words for figures, by the last part of the entry's name; entries that are not there are not
# offered.
MORE_WORDS: dict[str, tuple[str, ...]] = {
    "oee": ("overall equipment efficiency", "equipment effectiveness"),
    "availability": ("up time", "verfuegbarkeiten", "technische verfuegbarkeit"),
    "performance": ("performance rate", "leistungsfaktor"),
    "quality_ratio": ("quality", "qualitaet", "quality factor", "qualitaetsfaktor", "gutanteil"),
    "scrap_ratio": ("scrap quota", "scrapped", "ausschussrate", "ausschussanteil"),
    "first_pass_yield": ("first pass", "first pass quality"),
    "throughput": ("through put", "parts per hour", "pieces per hour", "teile pro stunde",
                   "stueck pro stunde"),
    "on_time_delivery": ("on time", "ontime delivery", "deliver on time", "delivered on time",
                         "delivery performance", "puenktlichkeit"),
    "defect_rate": ("flaw rate", "share of flawed", "flawed share", "fehlerrate", "defects",
                    "flawed", "fehleranteil"),
    "energy_kwh": ("electricity", "kwh", "kilowatt hours", "strom", "power consumption",
                   "energy consumption", "electricity consumption", "electricity use", "consume",
                   "verbrauch", "verbraucht", "consumed"),
    "mttr": ("repair time", "time to repair", "reparaturzeit", "reparaturdauer"),
    "per_part": ("kwh per part", "energy per good part"),
}  # fmt: skip

# Figures of what is to come: they have no stretch of time, and answers of their own.
FORECASTS = {"peak_load": "peak", "stock_reach": "run_out"}

# Verbs that ask the product to act. It answers questions here; acts have their own doors.
ACTS = _words(
    """
    release delete remove bypass override disable deactivate defeat ignore approve reject stop
    start restart shut reset cancel change set write increase decrease raise lower hold unlock
    erase drop ship move assign create acknowledge close reschedule forget pretend notify send
    email buy mach mache turn
    switch execute silence mute skip unblock freigeben gib loesche loeschen loesch ueberbruecke
    ueberbruecken umgehen umgehe deaktiviere deaktivieren abschalten schalte schalten stoppe
    stoppen starte starten setze setzen aendere aendern erhoehe erhoehen senke senken sperre
    sperren entsperre entsperren genehmige genehmigen quittiere quittieren storniere stornieren
    ignoriere ignorieren vergiss verschrotte verschrotten verschiebe verschieben buche buchen
    halte
    """
)
BYPASS = _words(
    """
    bypass override defeat disable deactivate circumvent jumper overbridge tamper disarm
    ueberbruecken ueberbruecke umgehen umgehe aushebeln schalte deaktivieren deaktiviere abschalten
    ausschalten manipulieren austricksen ueberlisten
    """
)
SAFETY = _words(
    """
    interlock interlocks guard guards safety curtain lockout tagout loto door emergency estop
    alarm protection limit limits verriegelung verriegelungen schutztuer schutz sicherheit
    lichtvorhang sicherung notaus lichtschranke nothalt tuer schutzeinrichtung sensor audit
    permission
    permissions approval rights berechtigung freigabe grenzwert
    """
)
POLITE = _words(
    """
    please can could would will you i want need to kannst koennen koennten du sie bitte ich
    moechte will and then now just go ahead hey hi hello und dann jetzt mal doch
    """
)
# After these a sentence with an act in it is a question about the act, not a request for it.
ASKING = _words(
    """
    how what why when which who where is are was were did does do has have wie was warum wieso
    weshalb wann welche welcher welches wer wo ist sind wurde wurden hat haben
    """
)
HOW = _words(
    """
    how what why procedure steps instructions instruction manual guide explain mean means when
    should must wie was warum anleitung anweisung vorgehen schritte bedeutet erklaere soll muss
    worauf wann
    """
)

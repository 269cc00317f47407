export const labelWords = {
  print: ["Print label", "Etikett drucken"],
  label: ["Label of {lot}", "Etikett von {lot}"],
  symbol: ["Kind of code", "Art des Codes"],
  data_matrix: ["Data Matrix", "Data Matrix"],
  qr: ["QR code", "QR-Code"],
  zpl: ["For a label printer (ZPL)", "Für Etikettendrucker (ZPL)"],
  size: ["{width} by {height} mm. The code says the number and nothing else.", "{width} mal {height} mm. Der Code enthält nur die Nummer."],
} as const;

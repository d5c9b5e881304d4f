/** Titles and descriptions of the settings of how the window looks. */
export const appearanceItems = {
  'appearance.theme': {
    title: 'Farbschema',
    description: 'Farben des Fensters; „Wie das System“ folgt dem Desktop.',
  },
  'appearance.language': {
    title: 'Sprache',
    description: 'Sprache des Fensters; „Wie das System“ folgt dem Desktop, wenn es eine von diesen ist.',
  },
  'appearance.units': {
    title: 'Einheiten',
    description: 'Bytes in Potenzen von 1024 (IEC) oder von 1000 (SI).',
  },
  'appearance.chartAxis': {
    title: 'Achse der Diagramme',
    description:
      'Wie Bytes auf der Achse stehen: gleichmäßig (linear), nach Zehnerpotenzen (logarithmisch), oder gleichmäßig mit einem Schnitt unter wenigen riesigen Balken.',
  },
  'appearance.chartUsual': {
    title: 'Was üblich ist',
    description:
      'Zeigt in Diagrammen von Fenstern und Stunden, was zu dieser Stunde üblich ist: Median und Quartile der letzten vier Wochen.',
  },
};

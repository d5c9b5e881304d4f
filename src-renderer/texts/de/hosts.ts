import { counted } from '../counted.ts';
import type { hosts as english } from '../en/hosts.ts';

export const hosts: typeof english = {
  hosts: {
    giveName: (address) => `${address} benennen …`,
    title: (address) => `Name von ${address}`,
    name: 'Name',
    hint: 'Er steht überall bei der Adresse. Leer lassen, um ihn zu entfernen.',
    save: 'Speichern',
    cancel: 'Abbrechen',
    address: 'Adresse',
    none: 'Noch trägt kein Rechner einen Namen von Ihnen. Ein Rechtsklick auf einen Rechner oder ein Paar gibt ihm einen.',
    change: 'Ändern',
    changeOf: (address) => `Den Namen von ${address} ändern`,
    remove: 'Entfernen',
    removeOf: (address) => `Den Namen von ${address} entfernen`,
  },
  hostSearch: {
    command: 'Gehe zu Host …',
    field: 'Alle je gesehenen Hosts durchsuchen',
    placeholder: 'Adresse, Netz, Teil einer Adresse oder Name',
    found: (n) => counted(n, 'Host', 'Hosts'),
    shown: (n) => `; gezeigt werden die ${n} mit dem meisten Verkehr`,
    incomplete:
      'Es kann weitere geben: Mancher Verkehr ist noch nicht erfasst, oder Listen von Hosts sind beschädigt oder voll.',
    all: 'Gefundene Hosts',
    total: 'Summe',
    named: 'Hosts mit Namen',
    none: 'Noch wurde kein Host gesehen. Sobald Verkehr summiert ist, stehen die Hosts hier.',
    noMatch: 'Ein solcher Host wurde nicht gesehen.',
    noMatchYet: 'Ein solcher Host ist nicht verzeichnet.',
    showAll: 'Alle Rechner zeigen',
    loading: 'Suche läuft …',
  },
  networkGroups: {
    name: 'Name einer neuen Gruppe',
    nameExample: 'office',
    networks: 'Netze der neuen Gruppe',
    networksExample: '10.1.0.0/16, 192.0.2.7, @lab',
    networksOf: (name: string) => `Netze von ${name}`,
    add: 'Hinzufügen',
    remove: 'Entfernen',
    removeOf: (name: string) => `Die Gruppe ${name} entfernen`,
  },
  directionNames: {
    in: 'Ein',
    out: 'Aus',
    local: 'Lokal',
    passing: 'Durch',
    unknown: 'Unbekannt',
  },
  directionTitles: {
    in: 'Von außen in die Heimnetze',
    out: 'Aus den Heimnetzen nach außen',
    local: 'Zwischen Rechnern der Heimnetze',
    passing: 'Zwischen anderen, an den Heimnetzen vorbei',
    unknown:
      'Die Richtung ist nicht bekannt: Die Paare wurden zusammengefasst oder werden so fein nicht mehr aufbewahrt',
  },
};

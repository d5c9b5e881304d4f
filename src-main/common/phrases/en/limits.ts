import { plural } from '../../format.ts';

const badRows = (rows: readonly string[], more: number): string =>
  `${rows.join('; ')}${more > 0 ? ` (and ${more} more)` : ''}`;

/** What sources of limits say, and changes in them. */
export const limits = {
  'limits.file': 'The limits file {file}',
  'limits.cancelled': 'It was cancelled; nothing was changed',
  'limits.notEncoded':
    'The limits file {file} is neither written in UTF-8, nor in UTF-16 with a byte order mark',
  'limits.notUtf8': 'The limits file {file} is not written in UTF-8',
  'limits.changedNotAdded': 'The limits file {file} was changed by someone else; nothing was added',
  'limits.changedNotChanged': 'The limits file {file} was changed by someone else; nothing was changed',
  'limits.notAdded': "The limits file {file} can't be written ({detail}); nothing was added",
  'limits.notChanged': "The limits file {file} can't be written ({detail}); nothing was changed",
  'limits.notWritten': "The limits file {file} can't be written ({detail})",
  'limits.unsettled': 'The limits file {file} is being written all the time',
  'limits.fileMissing': 'The limits file {file} does not exist',
  'limits.fileUnreadable': "The limits file {file} can't be read ({detail})",
  'limits.tooLarge': 'The limits file {file} has {size} MiB; at most {most} MiB are read',
  'limits.notCsv': '{name} is not valid CSV: {detail} in row {row}',
  'limits.tooFewFields': 'too few fields: expected {expected} fields but parsed {found}',
  'limits.tooManyFields': 'too many fields: expected {expected} fields but parsed {found}',
  'limits.notJson': '{name} is not valid JSON: {detail}',
  'limits.noArray': '{name} does not hold an array of rows',
  'limits.columns': '{name}: {defect}',
  'limits.columnTwice': 'the column {column} is there twice',
  'limits.columnNameless': 'column {number} has no name, but cells',
  'limits.columnMissing': 'the column {column} is missing',
  'limits.columnUnknown': 'the column {column} is not known; there are {known}',
  'limits.columnType': 'the column {column} is of type {type}, not of {types}',
  'limits.gone': '{origin} no longer has the limit as it was; nothing was changed',
  'limits.noLimit': 'There is no limit {id}',
  'limits.manyLimits': 'There is more than one limit {id}',
  'limits.badRow': 'row {row}: {reason}',
  'limits.badRows': ({ origin, rows, more }: { origin: string; rows: readonly string[]; more: number }) =>
    `${origin}: ${badRows(rows, more)}`,
  'limits.unreadableThen': ({
    origin,
    rows,
    more,
  }: {
    origin: string;
    rows: readonly string[];
    more: number;
  }) => `With the change ${origin} could not be read: ${badRows(rows, more)}`,
  'limits.noRows': ({ origin, kept }: { origin: string; kept: number }) =>
    `${origin} has no rows; ${plural(kept, 'limit')} ${kept === 1 ? 'stays' : 'stay'} in force`,
  'limits.noColumn': '{name} has no column {column}, which the limit needs',
  'limits.notFollowed': 'The change was made in {origin}, which is no longer followed',
  'limits.nothingFollowed': 'No source of limits is followed',
  'limits.followedNoMore': '{source} is no longer followed',
  'limits.replacedAgain': 'A run that is started with {source} again, as the last one was, replaces them',
  'limits.ownedByRun': 'The limits are those of {source}, with which StreamChecker runs here',

  'limits.row.nothing': 'nothing',
  'limits.row.notText': 'an address must be text, not {value}',
  'limits.row.notNetwork': '{value} is not an IP address or network',
  'limits.row.notWhole': '{column} must be a whole number, not {value}',
  'limits.row.ambiguous':
    '{column} {value} can mean {readings}; write it in digits alone, without separators',
  'limits.row.either': '{first} or {second}',
  'limits.row.below': '{column} must not be below {least}, but is {value}',
  'limits.row.above': '{column} must not be above {most}, but is {value}',
  'limits.row.noDate': 'effective_date must be a date such as "2026-01-31", not {value}',
  'limits.row.badDate':
    'effective_date {value} is not a date or timestamp; write it as 2026-01-31 or 2026-01-31T08:00:00Z',
  'limits.row.name': 'limit_name must be "min" or "max", not {value}',
  'limits.row.noObject':
    'a row must be an object with limit_name, limit_value and effective_date, not {value}',
  'limits.row.missing': '{column} is missing',
  'limits.row.twin': 'the same limit and effective_date as row {row}',
  'limits.row.contradicts':
    "a minimum above the maximum can't be met: this is {limit}, and row {row} is {rival} for the same traffic and time",
  'limits.row.twoLengths': 'window_seconds and period both say how long; give one of them',
  'limits.row.term': '{column}: {reason}',
  'limits.row.termRemedy': '{column}: {reason} ({remedy})',
  'limits.row.textLike': '{column} must be text such as "{example}", not {value}',
  'limits.row.agent': '{value} is not a valid agent id',
  'limits.row.title': 'title must be one line of at most 100 characters; this is {value}',
  'limits.row.direction': '{value} is not a direction; write {directions}',
  'limits.row.percentage': '{value} must be a percentage from 1 to 100',

  'limits.unjudged.group': 'there is no group of networks {group}',
  'limits.unjudged.length': "{period} can't be summed from windows of {length}",
  'limits.unjudged.zone': 'in {zone} the period {period} does not begin where windows of {length} do',

  'limits.remedy.csv':
    'give a head line with limit_name, limit_value and effective_date, and a line for each row',
  'limits.remedy.json': 'give a JSON array of {"limit_name", "limit_value", "effective_date"}',
  'limits.remedy.utf8': 'save it in UTF-8',
  'limits.remedy.tryAgain': 'try again',
  'limits.remedy.letWrite': 'let this user write the file and its folder',
  'limits.remedy.letWriteOrAdd': 'let this user write the file and its folder, or add by hand: {rows}',
  'limits.remedy.letWriteFolder': 'let this user write the data folder',
  'limits.remedy.rename': 'write it aside, and rename it when it is complete',
  'limits.remedy.path': 'check the path and its permissions',
  'limits.remedy.leaveOut': 'leave out rows that no longer apply',
  'limits.remedy.look': 'look at the limits as they are now, and try again',
  'limits.remedy.ids': 'see limits list for the ids',
  'limits.remedy.fixRows': 'fix these rows; nothing was imported',
  'limits.remedy.fixRowsFirst': 'fix these rows first; nothing was changed',
  'limits.remedy.addColumn': 'add the column {column} to it',
  'limits.remedy.empty':
    'look at the source; if no limit shall hold, import it, in the app or by limits import --allow-empty',
  'limits.remedy.emptyImport': 'look at the source; if no limit shall hold, add --allow-empty',
  'limits.remedy.emptySync': 'look at the source; if no limit shall hold: limits import --allow-empty',
  'limits.remedy.chooseSource':
    'choose one in the app or start monitor with --limits; limits import reads one now',
  'limits.remedy.ownedByRun':
    'change {source}, which is in force at once; or end that run, and start without --limits (in the app: empty the setting limits.source)',
  'limits.remedy.followAgain': 'follow it again, or change the limits by hand',
  'limits.remedy.saveFile': 'save the limit as a file and import it',
} as const;

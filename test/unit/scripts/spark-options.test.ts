import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../support/process/command-line.ts';

const script = join(import.meta.dirname, '../../../resources/spark/windows.py');

/** In place of Spark, prints what Kafka's clients would get: options are read before anything of Spark runs. */
const noSpark = `
import json, sys
from unittest.mock import MagicMock
SparkSession, Observation, Window, functions = MagicMock(), MagicMock(), MagicMock(), MagicMock()
def options(**found):
    print(json.dumps(found))
    sys.exit(0)
SparkSession.builder.appName().config().getOrCreate().read.format().option().option().options = options
`;

describe('options of the batch job for Spark', () => {
  const folder = new TemporaryFolder();
  afterAll(() => folder[Symbol.dispose]());
  mkdirSync(folder.file('pyspark'));
  writeFileSync(folder.file('pyspark/__init__.py'), '');
  writeFileSync(folder.file('pyspark/sql.py'), noSpark);

  const run = (...args: string[]) =>
    spawnSync('python3', [script, '--brokers', 'kafka1:9092', '--parquet', 'out', ...args], {
      env: { ...process.env, PYTHONPATH: folder.path, PYTHONDONTWRITEBYTECODE: '1' },
      encoding: 'utf8',
      timeout: 30_000,
    });
  const withConfig = (text: string) => {
    writeFileSync(folder.file('client.properties'), text);
    return run('--config', folder.file('client.properties'));
  };

  it('hands on a properties file as Java reads it', () => {
    const { stdout, stderr } = withConfig(
      [
        '# a comment = no setting',
        '  ! another: comment',
        '',
        'security.protocol = SASL_SSL',
        'sasl.mechanism: PLAIN',
        'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\',
        '    username="me" \\',
        '    password="a=b:c\\\\d";',
        'ssl.truststore.location=C\\:/trust\\u00e9',
        'client.id=',
      ].join('\n'),
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      'kafka.bootstrap.servers': 'kafka1:9092',
      'kafka.isolation.level': 'read_committed',
      'kafka.security.protocol': 'SASL_SSL',
      'kafka.sasl.mechanism': 'PLAIN',
      'kafka.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required username="me" password="a=b:c\\d";',
      'kafka.ssl.truststore.location': 'C:/trusté',
      'kafka.client.id': '',
    });
  });

  it('refuses a line that is no setting, without printing it, and a file that is not there', () => {
    const { status, stderr } = withConfig('client.id=a\nsasl.password secret\n');
    expect(status).toBe(2);
    expect(stderr).toContain('client.properties: line 2 is not KEY=VALUE');
    expect(stderr).not.toContain('secret');
    expect(run('--config', folder.file('none')).stderr).toMatch(/error: --config .*No such file/);
  });

  it.each(['--window', '--interval'])('refuses %s below a second', (option) => {
    for (const value of ['0', '-5', 'x']) {
      const { status, stderr } = run(option, value);
      expect(status).toBe(2);
      expect(stderr).toContain(`error: argument ${option}: `);
      expect(stderr).not.toContain('Traceback');
    }
  });
});

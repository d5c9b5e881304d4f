import { parseDuration } from '../common/duration.ts';
import { keptBytes, retentionTime } from '../common/retention-time.ts';
import type { Settings } from '../settings/registry/index.ts';
import type { MonitorFlags } from '../command-line/monitor-options.ts';
import type { Values } from '../command-line/kafka-environment.ts';
import { programOf, syslog } from '../command-line/alert-options.ts';
import { parseRefresh } from '../command-line/options.ts';

/** The settings in the form of the command line's options, which go before them; secrets sealed. */
export function flagsOf(values: Settings): Partial<MonitorFlags> {
  const slide = values['windows.slide'];
  const limits = values['limits.source'];
  const brokers = values['kafka.brokers'];
  const timeZone = values['periods.timeZone'];
  return {
    interface: values['capture.interfaces'],
    filter: values['capture.filter'],
    captureEngine: values['capture.engine'],
    promiscuous: values['capture.promiscuous'],
    window: parseDuration(values['windows.length']),
    ...(slide === '' ? {} : { slide: parseDuration(slide) }),
    lateness: parseDuration(values['windows.lateness'], 0),
    source: values['windows.sources'],
    destination: values['windows.destinations'],
    period: values['periods.names'],
    homeNetwork: values['networks.home'],
    networkGroup: values['networks.groups'],
    ...(timeZone === '' ? {} : { timeZone }),
    ...(limits === '' ? {} : { limits }),
    ...(brokers.length === 0 ? {} : { brokers }),
    kafka: kafkaValues(values),
    topic: values['kafka.topic'],
    alertsTopic: values['kafka.alertsTopic'],
    refresh: parseRefresh(values['limits.refresh']),
    ...alertFlags(values),
    keepPairs: retentionTime(values['retention.pairs']),
    keepWindows: retentionTime(values['retention.windows']),
    keepWindowPairs: retentionTime(values['retention.windowPairs']),
    keepAlerts: retentionTime(values['retention.alerts']),
    ...(values['retention.size'] === '' ? {} : { keepSize: keptBytes(values['retention.size']) }),
  };
}

/** How to get at the brokers, in the words of the environment, which goes before it. */
function kafkaValues(values: Settings): Values {
  const mechanism = values['kafka.saslMechanism'];
  const said = {
    TLS: values['kafka.tls'] ? 'on' : '',
    CA: values['kafka.ca'],
    CERTIFICATE: values['kafka.certificate'],
    KEY: values['kafka.key'],
    SASL_MECHANISM: mechanism === 'none' ? '' : mechanism,
    SASL_USERNAME: values['kafka.username'],
    SASL_PASSWORD: values['kafka.password'],
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
}

/** When alerts fire and end, and the ways in which they are told. */
function alertFlags(values: Settings): Partial<MonitorFlags> {
  const repeat = values['alerts.repeat'];
  const [url, secret] = [values['alerts.webhook'], values['alerts.webhookSecret']];
  const [target, command] = [values['alerts.syslog'], values['alerts.command']];
  return {
    alertFor: Number(values['alerts.for']),
    alertClear: Number(values['alerts.clear']),
    alertRepeat: repeat === 'never' ? repeat : parseDuration(repeat),
    warn: values['alerts.warn'],
    warnAt: Number(values['alerts.warnAt']),
    ...(url === '' ? {} : { webhook: url }),
    ...(secret === '' ? {} : { webhookSecret: secret }),
    ...(target === '' ? {} : { syslog: syslog(target) }),
    ...(command === '' ? {} : { alertCommand: programOf(command) }),
  };
}

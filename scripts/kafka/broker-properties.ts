import { join } from 'node:path';

/** Where one broker listens, on 127.0.0.1. */
export interface BrokerPorts {
  readonly id: number;
  readonly plain: number;
  readonly controller: number;
  /** TLS with a client certificate; and TLS with a name and a password. Only where there are certificates. */
  readonly tls: number;
  readonly sasl: number;
  /** Where a way from elsewhere leads to. Only where there is one. */
  readonly detour: number;
}

/** Files in PEM and the accounts of a cluster that asks who is there. */
export interface ClusterSecurity {
  /** Private key and certificate of the brokers. */
  readonly keyStore: string;
  /** Authorities that clients' certificates are checked against. */
  readonly trustStore: string;
  /** Accounts for SASL plain; those for SCRAM are made when the brokers are formatted. */
  readonly accounts: Readonly<Record<string, string>>;
}

export type Properties = Readonly<Record<string, string | number>>;

/**
 * What a broker of a cluster is told, one property a line.
 *
 * @param detour a port by which clients that came by it come again
 */
export function brokerProperties(
  own: BrokerPorts,
  cluster: readonly BrokerPorts[],
  folder: string,
  security: ClusterSecurity | undefined,
  more: Properties,
  detour?: number,
): string {
  const replicas = Math.min(3, cluster.length);
  const detours = (port: number): string[] => (detour === undefined ? [] : [`DETOUR://127.0.0.1:${port}`]);
  const listeners = [`PLAINTEXT://127.0.0.1:${own.plain}`, ...(security ? secureListeners(own) : [])];
  const properties: Properties = {
    ...{ 'process.roles': 'broker,controller', 'node.id': own.id },
    'controller.quorum.voters': cluster
      .map(({ id, controller }) => `${id}@127.0.0.1:${controller}`)
      .join(','),
    listeners: [...listeners, ...detours(own.detour), `CONTROLLER://127.0.0.1:${own.controller}`].join(','),
    'advertised.listeners': [...listeners, ...detours(detour ?? 0)].join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,DETOUR:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': 1,
    // A group of one need not wait for others.
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.dedupe.buffer.size': 8 * 2 ** 20,
    ...(security ? securityProperties(security) : {}),
    ...more,
  };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

const secureListeners = ({ tls, sasl }: BrokerPorts): string[] => [
  `SSL://127.0.0.1:${tls}`,
  `SASL_SSL://127.0.0.1:${sasl}`,
];

function securityProperties({ keyStore, trustStore, accounts }: ClusterSecurity): Properties {
  const users = Object.entries(accounts).map(([name, password]) => `user_${name}="${password}"`);
  const module = (name: string): string => `org.apache.kafka.common.security.${name}`;
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': trustStore,
    'listener.name.ssl.ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `${module('plain.PlainLoginModule')} required ${users.join(' ')};`,
    'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': `${module('scram.ScramLoginModule')} required;`,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `${module('scram.ScramLoginModule')} required;`,
  };
}

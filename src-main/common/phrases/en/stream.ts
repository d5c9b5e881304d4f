/** What the log on brokers says. */
export const stream = {
  'stream.passwordSealed': 'The keyring does not open the password for the brokers {brokers}',
  'stream.passwordRefused': 'The brokers {brokers} refuse the name or password',
  'stream.notAllowed': 'The brokers do not allow it: {detail}',
  'stream.notTrusted': 'No trusted connection to {brokers}: {detail}',
  'stream.clockAhead': 'The brokers do not allow records from so far ahead of their clock',
  'stream.noTopic': 'The topic does not exist',
  'stream.noTopicMade': 'The topic {topic} does not exist, and may not be created',
  'stream.unreachable': 'No brokers at {brokers}: {detail}',
  'stream.tookTooLong': 'The brokers ended a transaction: it took too long, or another checker has begun',
  'stream.noLeader': 'Partition {partition} of {topic} has no leader',
  'stream.agentInUse': 'Another producer publishes as agent {agent}',
  'stream.checkerCopy': 'Another checker of the group {group} runs on a copy of this data folder, on {host}',
  'stream.checkerDiffers': 'The checker that notifies for the group {group}, on {host}, sums something else',
  'stream.condition': '"{text}" is not a valid condition',
  'stream.sourceChanged': 'The source of {agent} changed while it was read',
  'stream.tooLarge': 'A message of {length} characters is too large for {topic}, and was dropped',
  'stream.deleted':
    'Partition {partition} of {topic}: {count} records were deleted by the brokers before they were read; a longer retention.ms keeps them',
  'stream.madeAnew': 'The topic {topic} was made anew, and is read from its start',
  'stream.wentBack':
    'Partition {partition} of {topic}: the brokers lost the records from {end} on, of which those up to {offset} had been read',
  'stream.standby': 'Standby: another checker notifies for the group {group}',
  'stream.standbyOf': 'Standby: the checker on {host} notifies for the group {group}',
  'stream.notCompacted':
    'The topic {topic} is not compacted: sums that were replaced stay, or all of it goes',
  'stream.noInstance': 'No instance of the job {job} runs',
  'stream.topicMissing': 'The topic {topic} does not exist',
  'stream.otherPartitions': 'The topic {sums} has {summed} partitions and {topic} has {records}',
  'stream.lacksRight': 'This client lacks the right {right}',
  'stream.rightOnTopic': '{right} on the topic {name}',
  'stream.rightOnGroup': '{right} on the group {name}',
  'stream.noTransactions': 'The brokers have no transactions',
  'stream.nothingSummed': 'Nothing of {topic} was summed yet',
  'stream.limitsUnwritten': "The limits can't be written for the cluster: {problem}; tried again",
  'stream.otherWindows': '{sums} has windows of {length}, and no others',
  'stream.otherVersion':
    'The sums in {sums} are of version {found} of the job, and this program knows version {known}',
  'stream.notSummed': '{topic} has not been summed into {sums} for {seconds} s or more',
  'stream.connected': 'connected to {brokers}; {topic}',
  'stream.hasTopic': ({ topic, partitions }: { topic: string; partitions: number }) =>
    `the topic ${topic} has ${partitions === 1 ? '1 partition' : `${partitions} partitions`}`,
  'stream.topicToBeMade': 'the topic {topic} does not exist yet: the first run creates it',
  'agents.ahead': "The clock of each agent is more than {minutes} min ahead of this machine's",
  'agents.silent': ({ agents, more }: { agents: readonly string[]; more: number }) =>
    `No report from ${agents.length + more === 1 ? 'agent' : 'the agents'} ${agents.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,

  'stream.remedy.passwordSealed':
    'unlock the keyring, or enter the password again; what is captured waits in the spool',
  'stream.remedy.passwordRefused': 'check the SASL mechanism, name and password',
  'stream.remedy.notAllowed': 'let this account read and write the topics, and use its groups',
  'stream.remedy.notTrusted':
    'check the authority, the client certificate and its key, and that the port speaks TLS',
  'stream.remedy.clockAhead':
    "set this machine's clock, or raise message.timestamp.after.max.ms of the topic",
  'stream.remedy.noTopic': 'create the topic, or allow this account to create it',
  'stream.remedy.noTopicMade': 'create the topic, or set STREAMCHECKER_KAFKA_CREATE_TOPICS to on',
  'stream.remedy.unreachable':
    'check that the brokers run and can be reached; what is captured waits in the spool',
  'stream.remedy.tookTooLong':
    'nothing is lost, and it is published again; if it goes on, check whether brokers or this machine are overloaded',
  'stream.remedy.noLeader': 'start the brokers that hold it; the other partitions are read meanwhile',
  'stream.remedy.agentInUse': 'end it, or give this one a data folder that is not a copy of the other one',
  'stream.remedy.checkerCopy':
    'one of the two notifies nobody; end one, or give it a data folder that is not a copy',
  'stream.remedy.checkerDiffers':
    'give both the same topic, window, slide and selection, or this one a group of its own; it notifies nobody',
  'stream.remedy.startAgent': 'start an agent, which makes it',
  'stream.remedy.notCompacted': 'set its cleanup.policy to compact, or to compact,delete for the sums',
  'stream.remedy.startJob':
    'start streamchecker-cluster with these brokers and topics, or look at what it prints',
  'stream.remedy.lacksRight': 'give it to this account by an ACL',
  'stream.remedy.noTransactions':
    'run as many of them as transaction.state.log.replication.factor says, or lower it; their logs say what they lack',
  'stream.remedy.otherPartitions': 'delete {sums}, and start the job under another --application-id',
  'stream.remedy.otherWindows':
    'check with --window {length}, or start the job with the --window of this checker',
  'stream.remedy.newerJob':
    'update this program, which then goes on where it stopped: nothing is lost, and no window is closed meanwhile',
  'stream.remedy.olderJob':
    'update streamchecker-cluster to the version of this program; no window is closed meanwhile',
  'stream.remedy.notSummed':
    'start streamchecker-cluster, or look at what it prints; no window is closed meanwhile',
  'stream.remedy.condition': 'write for instance "bytes >= 1000 and source in 10.0.0.0/8"',
  'stream.remedy.sourceChanged': 'start the replay again with an empty data folder',
  'agents.remedy.ahead':
    "set this machine's clock, or those of the agents: no window closes before its end by this machine's clock",
  'agents.remedy.silent':
    'check that they run and reach the brokers; what they capture meanwhile is missing from totals',
  'stream.noneToTest': 'There are no brokers to be tested yet',
  'stream.remedy.noneToTest': 'enter their addresses first, and wait until the engine runs on them',
  'agents.notHeard': 'No agent {agent} was heard',
  'agents.remedy.notHeard':
    'it may have been forgotten already; one that is only expected can be expected no longer',
  'agents.notExpected': 'The agent {agent} is not expected',
  'agents.remedy.notExpected': 'list them with: agents expect',
  'agents.tooMany': "More than {most} agents can't be expected",
  'agents.remedy.tooMany': 'remove some of them with: agents expect --remove',
} as const;

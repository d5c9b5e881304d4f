"""The windows that StreamChecker makes of its record topic, as a batch job for Spark 4.2: docs/spark.md.

spark-submit --packages org.apache.spark:spark-sql-kafka-0-10_2.13:4.2.0 windows.py --brokers kafka1:9092 --parquet DIR
"""
import argparse
import ipaddress
import json
import re
import time

from pyspark.sql import Observation, SparkSession, Window, functions as f

SAFE, LONGEST_AHEAD_MS, LONGEST_IDLE = 2**53 - 1, 86_400_000, 10_000
FIELDS = "source string, destination string, bytes long, packets long, `from` long, `to` long, agent string, epoch long, sequence long"


def address(text):
    found = ipaddress.ip_address(re.fullmatch("[0-9A-Fa-f:.]+", text.strip()).group())
    mapped = getattr(found, "ipv4_mapped", None)
    return f"::ffff:{mapped}" if mapped else str(found)


def pair(source, destination):
    if (":" in source) != (":" in destination): raise ValueError("not of one IP version")
    return address(source), address(destination)


def count(value, least=0):
    if isinstance(value, bool) or value != int(value) or not least <= value <= SAFE: raise ValueError("not a count")
    return int(value)


def digits(text):
    return count(int(re.fullmatch(b"[0-9]+", text).group()))


def name(text):
    if not 1 <= len(text.encode("utf-16-le", "surrogatepass")) <= 512: raise ValueError("not a name")
    return ascii(text)


def length(key, value, time_ms, headers, interval):
    start = count(time_ms) // interval * interval
    found = *pair(*bytes(key).decode().split(",")), digits(value), 1, start, start + interval
    try:
        sender = {header.key: bytes(header.value) for header in headers}
        return *found, name(sender["agent"].decode()), digits(sender["epoch"]), digits(sender["sequence"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return *found, None, 0, 0


def record(value):
    if value.get("kind") == "mark":
        return *[None] * 6, name(value["agent"]), count(value["epoch"]), count(value["sequence"])
    version, start, end = count(value["v"]), *(count(value[at], -SAFE) for at in ("from", "to"))
    if version not in (1, 2) or start >= end or not isinstance(value["interface"], str): raise ValueError("not a record")
    sender = name(value["agent"]), count(value["epoch"]) if version == 2 else 0, count(value["sequence"])
    return *pair(value["source"], value["destination"]), count(value["bytes"]), count(value["packets"]), start, end, *sender


def read(key, value, time_ms, headers, interval, latest):
    """What a message says. Of a mark only whose and which it is; nothing of what is neither a record nor a mark."""
    try:
        if value[:1].isdigit(): found = length(key, bytes(value), time_ms, headers, interval)
        else: found = record(json.loads(value.decode("utf-8", "replace"), parse_constant=int))
        return found if found[5] is None or found[5] <= latest else None
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        return None


def settings(lines):
    """Settings of a properties file, as Java reads it; a line without a separator is refused."""
    found, whole = {}, ""
    for number, line in enumerate([*lines, ""], 1):
        rest = line.rstrip("\n").lstrip()
        if not whole and rest.startswith(("#", "!")): continue
        whole += rest
        if re.search(r"(?<!\\)(\\\\)*\\$", whole):
            whole = whole[:-1]
            continue
        if whole.strip():
            parts = re.fullmatch(r"((?:\\.|[^\\=:\s])+)\s*[=:](.*)", whole)
            if not parts: raise ValueError(f"line {number} is not KEY=VALUE")
            key, value = (re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", escaped, part.strip()) for part in parts.groups())
            found[key] = value
        whole = ""
    return found


def escaped(match):
    letter = match.group(1)
    return chr(int(letter[1:], 16)) if len(letter) > 1 else {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}.get(letter, letter)


def seconds(text):
    if int(text) < 1: raise argparse.ArgumentTypeError(f"{text} is not a number of seconds from 1 on")
    return int(text)


options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--brokers", required=True)
options.add_argument("--topic", default="traffic")
options.add_argument("--window", type=seconds, default=300, help="seconds")
options.add_argument("--interval", type=seconds, default=1, help="seconds that plain lengths are aligned to")
options.add_argument("--config", help="further settings of Kafka's clients, a properties file")
options.add_argument("--parquet", help="folder to write windows and pairs to")
options.add_argument("--jdbc", help="URL of a database that gets the tables traffic_windows and traffic_pairs")
chosen = options.parse_args()
if not (chosen.parquet or chosen.jdbc): options.error("say where to write to: --parquet or --jdbc")
window, interval, latest = chosen.window * 1000, chosen.interval * 1000, int(time.time() * 1000) + LONGEST_AHEAD_MS
try:
    further = settings(open(chosen.config, encoding="utf-8")) if chosen.config else {}
except (OSError, ValueError) as unread:
    options.error(f"--config {chosen.config}: {unread}")
clients = {"isolation.level": "read_committed", **further}

spark = SparkSession.builder.appName("streamchecker-windows").config("spark.sql.session.timeZone", "UTC").getOrCreate()
reader = spark.read.format("kafka").option("subscribe", chosen.topic).option("includeHeaders", True)
messages = reader.options(**{f"kafka.{key}": value for key, value in {**clients, "bootstrap.servers": chosen.brokers}.items()}).load()
reading = f.udf(lambda *message: read(*message, interval, latest), FIELDS, useArrow=False)
told = messages.withColumn("it", reading("key", "value", f.unix_millis("timestamp"), "headers")).select("partition", "offset", "it.*")
# An agent's sequences ascend in a partition: one that does not was sent before. Lengths without a sender stand alone.
life = Window.partitionBy("partition", "agent", "epoch", f.when(f.isnull("agent"), f.col("offset"))).orderBy("offset")
before = f.max("sequence").over(life.rowsBetween(Window.unboundedPreceding, -1))
start, ends_in = f.expr(f"floor(`from` / {window}) * {window}"), f.expr(f"floor((`to` - 1) / {window}) * {window}")
records = told.withColumn("before", before).where("source is not null and (before is null or sequence > before)")
facts = Observation()
crossing = f.sum((start != ends_in).cast("long"))
records = records.observe(facts, f.count("*").alias("records"), f.coalesce(crossing, f.lit(0)).alias("crossing")).where(start == ends_in)
sums = [f.sum("bytes").alias("bytes"), f.sum("packets").alias("packets")]
pairs = records.groupBy(start.cast("long").alias("ms"), "source", "destination").agg(*sums).cache()

busy = pairs.groupBy("ms").agg(*sums, f.count("*").alias("pairs")).withColumn("next", f.lead("ms").over(Window.orderBy("ms")))
idle = f.when(f.expr(f"next - ms <= {window * LONGEST_IDLE}"), f.expr(f"sequence(ms, next - {window}, {window})"))
every = busy.withColumn("at", f.explode(f.coalesce(idle, f.array("ms"))))
known = [f.when(f.col("at") == f.col("ms"), f.col(sum)).otherwise(0).alias(sum) for sum in ("bytes", "packets", "pairs")]
span = [f.timestamp_millis("at").alias("window_start"), f.timestamp_millis(f.col("at") + window).alias("window_end")]
tables = {"windows": every.select(*span, *known), "pairs": pairs.withColumn("at", f.col("ms")).select(span[0], "source", "destination", "bytes", "packets")}
for table, rows in tables.items():
    if chosen.parquet: rows.write.mode("overwrite").parquet(f"{chosen.parquet}/{table}")
    if chosen.jdbc: rows.write.mode("overwrite").jdbc(chosen.jdbc, f"traffic_{table}", properties={"driver": "org.postgresql.Driver"})
print("{records} records; {crossing} of them cross the border of a window and are in none".format(**facts.get))

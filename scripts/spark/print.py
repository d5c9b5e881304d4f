"""Prints what windows.py wrote to a folder as lines of JSON: for tests."""
import sys
from pyspark.sql import SparkSession

spark = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
for table in ("windows", "pairs"):
    for line in spark.read.parquet(f"{sys.argv[1]}/{table}").toJSON().collect():
        print(line)
